import type { ReferenceTexts } from './reference-texts.ts';

// Written by `pnpm support` from the doc comments of classes, drivers and procedures.
export const texts: ReferenceTexts = {
  members: {
    balance: {
      weight:
        'The weight at this moment, provided that it is stable. While it settles, an error of kind `device`, code `unstable`; beyond the range `overload` or `underload`. Never waits.',
      weighStable:
        'Waits until the weight is stable, and gives it. Nothing to stop but the waiting; set a `timeout`.',
      weighNow: 'The weight at this moment, stable or not, with the word for it.',
      live$:
        'What the pan shows about ten times a second while somebody subscribes; each entry says whether it is stable.',
      printed$: 'Somebody pressed the print key, or the balance prints by itself; stable weights only.',
      tare: 'Waits for stability, takes what is on the pan as tare, and resolves once the balance confirmed it.',
      zero: 'Waits for stability, takes the empty pan as zero, and resolves once the balance confirmed it.',
      'tareMemory/value': 'The tare in force, in g.',
      'tareMemory/clear': 'Forgets the tare.',
      'internalAdjustment/adjust':
        'Adjusts with the built-in weight and waits for the end; takes a minute or two. Take everything off the pan first. Error of kind `device`, code `adjustment-failed`, when the balance reports that it failed.',
    },
    'length-gauge': {
      reading:
        'The value now. Error of kind `device` where the gauge is off, its battery is low, it reports a fault, or its unit is in doubt: never a number then.',
      measured$: 'The data button was pressed, or the gauge sends by itself.',
      'zeroing/zero': 'Makes the present position zero, and resolves once the instrument shows that.',
      'preset/value': 'The stored preset, in mm.',
      'preset/recall': 'Gives the stored preset to the present position.',
      'hold/held': 'While held, the reading is the one of the moment of holding.',
      'capture/mode':
        'What the reading is: the value now, the greatest, the least, or the difference of both.',
      'capture/clear': 'Forgets the greatest and the least value.',
    },
    'displacement-sensor': {
      reading:
        'The distance or displacement now, in mm. Error of kind `device`: `overload` or `underload` outside the measuring range, `no-reading` without a target.',
      samples$: "Samples in batches, up to the sensor's own rate, while somebody subscribes.",
      acquire:
        'Takes so many samples and sums them up. Stopping ends the acquisition; the sensor goes on measuring.',
      'measuringRate/rate': 'Measurements a second.',
      'zeroing/zero': 'Makes the present position zero, and resolves once the instrument shows that.',
    },
    'focus-drive': {
      position: 'Where the focus is, in µm.',
      moveTo: 'Drives to a position and resolves, with where it stands, once it stands there.',
      moveBy: 'Drives by a distance; as `moveTo`.',
      halt: 'Stops whatever moves the focus; resolves once it stands.',
      'reference/home':
        'Drives to the end of travel and defines the origin there. Take care that nothing stands in the way.',
    },
    'probe-station': {
      position:
        "The point under the needles, in µm; the chuck's height from its axis zero, in µm; its angle, in degrees.",
      height: 'Where the chuck stands in height.',
      overtravel:
        'How far the chuck goes beyond first contact, in µm. Refused beyond the maximum set in the options.',
      vacuum: "Whether the chuck's vacuum holds the wafer. Switching it off is refused in contact.",
      die: "The die under the needles, as the prober's own map counts, or as the route of the options does.",
      contact:
        'Raises the chuck into contact, with overtravel where it is set. Refused without vacuum, wafer or contact height.',
      separate: 'Lowers the chuck to separation.',
      moveTo: 'Moves to a point of the wafer. Refused in contact and beyond the soft limits.',
      moveBy: 'Moves by a distance over the wafer. Refused in contact and beyond the soft limits.',
      rotateTo: 'Turns the chuck to an angle. Refused in contact.',
      stepFirst: 'Steps to the first die of the route.',
      stepNext:
        'Steps to the next die of the route. The end of the wafer is a value (`ended`), not an error.',
      stepTo: 'Steps to a die.',
      'stepTo.subsite': 'Counted from 0; 0 unless given.',
      bin: "Writes a bin for the die under the needles into the prober's map.",
      ink: 'Inks the die under the inker.',
      home: "Moves to the home of the chuck's site. Refused in contact.",
      load: 'Brings the chuck to where a wafer is put on it. Refused in contact.',
      align: "Aligns the wafer with the station's own routine. Refused in contact.",
      'chuck/temperature': 'Surface temperature, in °C.',
      'chuck/setpoint': 'Target temperature, in °C. Refused in contact: the chuck grows as it warms.',
      'chuck/state': 'Whether the chuck is at its setpoint, on its way, or not controlled.',
      'loader/busy': 'Whether the loader has a wafer in hand; nothing else moves then.',
      'loader/slots': 'The slots that can hold a wafer, and what became of the wafer in each.',
      'loader/load':
        'Brings a wafer onto the chuck: that of a slot, or the next one where none is named. A wafer that lies there goes back first. That no wafer is left is a value (`ended`), not an error. Refused in contact.',
      'loader/unload': 'Brings the wafer from the chuck back to where it came from. Refused in contact.',
      'scope/position': 'In µm from the home of the scope; `z` is its focus.',
      'scope/moveTo': 'Moves over the wafer.',
      'platen/contact':
        'Brings it to its contact height; the output is where it was read back, in µm from its zero.',
      'platen/separate': 'Brings it to its separation.',
      positioners: 'The motorised positioners, none where the station has none.',
      'positioners/N/position': 'In µm from the home of the positioner.',
      'positioners/N/moveTo': 'Moves the needle sideways. Refused while the chuck is in contact.',
      'positioners/N/contact': 'Lowers the needle to its contact height.',
      'positioners/N/separate': 'Lifts the needle to its separation.',
    },
    stage: {
      'x/position': 'Where the axis is.',
      'x/travel':
        'Where the axis may go: its own limits or the soft limits of the options, whichever is narrower. A side that nobody knows is left out.',
      'x/moveTo': 'Drives to a position and resolves, with where it was read back, once it stands there.',
      'x/moveBy': 'Drives by a distance; as `moveTo`.',
      'x/halt': 'Stops the axis, whatever moves it; resolves once it stands.',
      'x/reference': 'Where the axis has an origin to find.',
      'x/reference/referenced':
        'Whether the axis has its reference, so that positions mean something. Moves are refused until it has.',
      'x/reference/home':
        'Drives to the switch or index that defines the origin; may cross all of the travel, so nothing may be in the way.',
      'x/velocity': 'Where its speed can be set.',
      'x/velocity/speed': 'How fast moves go.',
      'y/position': 'Where the axis is.',
      'y/travel':
        'Where the axis may go: its own limits or the soft limits of the options, whichever is narrower. A side that nobody knows is left out.',
      'y/moveTo': 'Drives to a position and resolves, with where it was read back, once it stands there.',
      'y/moveBy': 'Drives by a distance; as `moveTo`.',
      'y/halt': 'Stops the axis, whatever moves it; resolves once it stands.',
      'y/reference': 'Where the axis has an origin to find.',
      'y/reference/referenced':
        'Whether the axis has its reference, so that positions mean something. Moves are refused until it has.',
      'y/reference/home':
        'Drives to the switch or index that defines the origin; may cross all of the travel, so nothing may be in the way.',
      'y/velocity': 'Where its speed can be set.',
      'y/velocity/speed': 'How fast moves go.',
      'z/position': 'Where the axis is.',
      'z/travel':
        'Where the axis may go: its own limits or the soft limits of the options, whichever is narrower. A side that nobody knows is left out.',
      'z/moveTo': 'Drives to a position and resolves, with where it was read back, once it stands there.',
      'z/moveBy': 'Drives by a distance; as `moveTo`.',
      'z/halt': 'Stops the axis, whatever moves it; resolves once it stands.',
      'z/reference': 'Where the axis has an origin to find.',
      'z/reference/referenced':
        'Whether the axis has its reference, so that positions mean something. Moves are refused until it has.',
      'z/reference/home':
        'Drives to the switch or index that defines the origin; may cross all of the travel, so nothing may be in the way.',
      'z/velocity': 'Where its speed can be set.',
      'z/velocity/speed': 'How fast moves go.',
      'theta/position': 'Where the axis is.',
      'theta/travel':
        'Where the axis may go: its own limits or the soft limits of the options, whichever is narrower. A side that nobody knows is left out.',
      'theta/moveTo': 'Drives to a position and resolves, with where it was read back, once it stands there.',
      'theta/moveBy': 'Drives by a distance; as `moveTo`.',
      'theta/halt': 'Stops the axis, whatever moves it; resolves once it stands.',
      'theta/reference': 'Where the axis has an origin to find.',
      'theta/reference/referenced':
        'Whether the axis has its reference, so that positions mean something. Moves are refused until it has.',
      'theta/reference/home':
        'Drives to the switch or index that defines the origin; may cross all of the travel, so nothing may be in the way.',
      'theta/velocity': 'Where its speed can be set.',
      'theta/velocity/speed': 'How fast moves go.',
      moving: 'Whether any axis moves. Safe is a stage that stands.',
      moveTo:
        'Drives several axes at once; axes that are not named stay. Resolves, with where they were read back, once all stand.',
      halt: 'Stops all axes, whatever moves them; resolves once they stand.',
    },
    'source-measure-unit': {
      'channels/N/source':
        'What is forced. Changing it brings the level, range and compliance of the other quantity into force.',
      'channels/N/voltage/level': 'Forced while `source` is `voltage`.',
      'channels/N/voltage/compliance':
        'The highest magnitude while current is forced: the compliance voltage.',
      'channels/N/voltage/sourceRange':
        'Full scale of the source; writing it switches `sourceAutoRange` off.',
      'channels/N/voltage/measureRange':
        'Full scale of the meter; writing it switches `measureAutoRange` off.',
      'channels/N/current/level': 'Forced while `source` is `current`.',
      'channels/N/current/compliance':
        'The highest magnitude while voltage is forced: the compliance current.',
      'channels/N/current/sourceRange':
        'Full scale of the source; writing it switches `sourceAutoRange` off.',
      'channels/N/current/measureRange':
        'Full scale of the meter; writing it switches `measureAutoRange` off.',
      'channels/N/output': 'Whether it forces anything.',
      'channels/N/offState': 'What the terminals are while the output is off.',
      'channels/N/fourWire': 'Whether the sense terminals measure the voltage: Kelvin connection.',
      'channels/N/integration': 'Integration time in power-line cycles.',
      'channels/N/sourceDelay':
        'From a new level to the measurement; writing it switches the automatic delay off.',
      'channels/N/inCompliance':
        'Whether the other quantity has reached its limit, so that the forced one is not what was set.',
      'channels/N/measurement':
        'Measures with the settings in force, the forced quantity included. The output must be on: error of kind `state`, code `output-off`. An overload is an error of kind `device`, code `overload`, never a number.',
      'channels/N/acquire':
        'Measures a number of times at the level in force, as fast as the settings allow.',
      'channels/N/measurements$':
        'Measurements at the level in force, in batches as the instrument gives them, while somebody subscribes.',
      'channels/N/sweep':
        'Forces level after level and measures at each: an I-V curve. Output on for the sweep, off afterwards.',
      'channels/N/sweep.compliance':
        'Of the quantity that is not forced, in its unit; the one in force unless given.',
      'channels/N/sweep.spacing': 'Linear unless given; a logarithmic sweep needs ends of one sign.',
      'channels/N/sweep.bothWays':
        'Also goes back to the start, so that twice the points come; only there unless given.',
      'channels/N/sweep.delay': 'From a level to its measurement; the source delay in force unless given.',
      'channels/N/sweepList': 'As sweep , over any levels, in V or A after `source`.',
      'channels/N/sweepList.compliance':
        'Of the quantity that is not forced, in its unit; the one in force unless given.',
      'channels/N/sweepList.delay':
        'From a level to its measurement; the source delay in force unless given.',
      'channels/N/filter/kind':
        '`moving`: every conversion gives the mean of the last ones; `repeat`: a reading waits for all of them.',
      'channels/N/filter/count': 'Conversions that make a reading.',
      'channels/N/overvoltageProtection': 'Keeps the voltage below a level whatever was set.',
      'channels/N/overvoltageProtection/level':
        'One of the levels of the model; writing it switches the protection on.',
      'channels/N/highCapacitance': 'Stays stable with a capacitive load, at the cost of speed.',
      'channels/N/terminals/side': 'Changing it switches the output off.',
      'channels/N/trigger/delay': 'From the trigger to the measurement.',
      'channels/N/trigger/fire': 'Triggers an acquisition that waits for it, with the source `software`.',
    },
    electrometer: {
      range: 'Full scale in A, V, Ω or C; writing it switches autorange off.',
      integration: 'Integration time in power-line cycles.',
      zeroCheck:
        'Shorts the input inside. On after power-on, and while anybody touches the wiring; off to measure.',
      zeroCorrection: "Takes the meter's own offset off every reading.",
      'zeroCorrection/acquire':
        'Measures the offset; zero check must be on, otherwise an error of kind `state`, code `zero-check-off`.',
      reading:
        'Measures with the settings in force, in A, V, Ω or C. With zero check on an error of kind `state`, code `zero-check-on`; an overload is an error of kind `device`, code `overload`, never a number.',
      acquire: 'Takes a number of readings, as fast as the settings allow; the times count from the first.',
      readings$:
        'Readings in batches as the meter gives them, while somebody subscribes; the times count from the first.',
      'trigger/delay': 'From the trigger to the measurement.',
      'trigger/fire': 'Triggers an acquisition that waits for it, with the source `software`.',
      'filter/kind':
        '`moving`: every conversion gives the mean of the last ones; `repeat`: a reading waits for all of them.',
      'filter/count': 'Conversions that make a reading.',
      'median/rank': 'The median is that of 2 · rank + 1 conversions.',
      damping: 'Slows the input down against noise from capacitive loads.',
      'source/range': 'Full scale.',
      'source/inCompliance': 'Whether it has reached the limit of its current.',
      'source/interlock': 'Whether the test fixture is closed; the source stays off when it is not.',
      'source/sweep':
        'Forces voltage after voltage and measures at each. Output on for the sweep, off afterwards.',
      'source/sweep.spacing': 'Linear unless given; a logarithmic sweep needs ends of one sign.',
      'source/sweep.bothWays':
        'Also goes back to the start, so that twice the points come; only there unless given.',
      'source/sweep.delay': 'From a voltage to its measurement; none unless given.',
      'environment/humidity': 'Relative.',
    },
    'switch-matrix': {
      closed: 'The relays that are closed, in any order. Writing it closes these and opens all others.',
      connect: 'Closes relays beside those that are closed, and waits until they have settled.',
      disconnect: 'Opens relays, and waits until they have settled.',
      sequence: 'Whether what is to be opened opens before the rest closes.',
      settling: "A wait of the user's after the relays' own.",
      wear: 'How often relays were closed in their life.',
      'wear/count': 'How often the relay of a crosspoint was closed.',
    },
    multimeter: {
      function:
        "What is measured. Changing it brings the function's own range and resolution back into force.",
      range: 'Full scale in the unit of the function; writing it switches autorange off.',
      autoRange: 'Whether the meter chooses its range.',
      integration: 'Integration time in power-line cycles, for DC functions and resistance.',
      reading:
        'Triggers a measurement with the settings in force and gives its value, in V, A, Ω, Hz, s, °C or F after the function. An overload is an error of kind `device`, code `overload`, never a number.',
      measure:
        'Sets a function up and measures once, without anybody in between. Nothing to stop: it ends by itself.',
      'measure.range': 'Full scale in the unit of the function; autorange unless given.',
      'measure.integration':
        "Integration time in power-line cycles; the meter's default for the function unless given.",
      acquire:
        'Takes a number of readings one after the other, as fast as the settings allow. Stopping aborts the acquisition.',
    },
    'power-supply': {
      'outputs/N/voltage': 'Set voltage.',
      'outputs/N/currentLimit': 'Current at which the output leaves constant voltage.',
      'outputs/N/measurement': 'What it delivers, measured by the supply.',
      'outputs/N/overvoltageProtection/level':
        'The magnitude at which the output is switched off; writing it arms the protection.',
      'outputs/N/overvoltageProtection/reset': 'Lets the output be switched on again after a trip.',
      'outputs/N/overcurrentProtection/enabled':
        'Whether the output is switched off at its current limit instead of being limited.',
      'outputs/N/overcurrentProtection/reset': 'Lets the output be switched on again after a trip.',
      'outputs/N/fourWire': 'Regulates at the load: remote sense.',
      'outputs/N/sequence': 'Steps that the supply goes through by itself.',
      'outputs/N/sequence/run': 'Switches the output on, goes through the steps, and switches it off.',
      'outputs/N/sequence/run.repetitions': 'Once unless given.',
      master: 'A switch over all outputs that are enabled, so that they rise together.',
      pairing: 'How two outputs work together.',
    },
    oscilloscope: {
      'channels/N/enabled': 'Whether it is shown and acquired.',
      'channels/N/scale': 'In V for each division, the probe included.',
      'channels/N/offset': 'The voltage at mid-screen.',
      'channels/N/probe': 'Attenuation of the probe: 10 for a 10:1 probe.',
      'channels/N/bandwidthLimit': 'Cuts the bandwidth, usually to 20 MHz.',
      'channels/N/waveform':
        'Reads the waveform of the last acquisition. The whole of the memory needs a scope that is stopped; a running one gives what is on its screen.',
      'channels/N/waveform.into':
        "An array of the caller's for the samples, used again and again: reading a long waveform is then twice as fast. `samples.value` of the output is the part of it that was filled.",
      'channels/N/measure':
        'Measures on the waveform; an error of kind `device`, code `no-reading`, when it has nothing to measure on.',
      'timebase/scale': 'In s for each division.',
      'timebase/position': 'The time at mid-screen, from the trigger.',
      'acquisition/averages': 'Acquisitions that make a record, for `average`.',
      'acquisition/recordLength': 'Samples in a record.',
      'trigger/mode': '`auto`: acquires also when no trigger comes for a while.',
      'trigger/force': 'Triggers now.',
      running: 'Whether it acquires again and again.',
      acquire:
        'Arms it once, waits for the trigger and for the record to be complete, and leaves it stopped.',
      acquisitions$:
        'Acquires again and again while somebody subscribes: one waveform for each channel that is enabled.',
      'screenshot/take': 'Gives what its screen shows, as a PNG.',
    },
    'lcr-meter': {
      voltageLevel:
        'Of the test signal, rms; writing it makes the signal a voltage. An error of kind `state` while it is a current.',
      currentLevel:
        'Of the test signal, rms; writing it makes the signal a current. An error of kind `state` while it is a voltage.',
      range: 'Impedance range; writing it switches autorange off.',
      aperture: 'How long a measurement integrates.',
      averaging: 'Measurements that make a reading.',
      reading:
        'Measures with the settings in force; the units are those of lcrFunctions. An overload is an error of kind `device`, code `overload`, never a number.',
      impedance: 'Measures, whatever the function, the impedance R + jX.',
      acquire: 'Takes a number of readings one after the other.',
      readings$: 'Readings in batches as the meter gives them, while somebody subscribes.',
      sweepFrequency:
        'Measures at frequency after frequency: a C-f curve. The frequency is the one before afterwards.',
      'sweepFrequency.spacing': 'Linear unless given; a logarithmic sweep needs ends of one sign.',
      'sweepFrequency.bothWays':
        'Also goes back to the start, so that twice the points come; only there unless given.',
      'sweepFrequency.delay': 'From a frequency to its measurement; none unless given.',
      'trigger/delay': 'From the trigger to the measurement.',
      'trigger/fire': 'Triggers an acquisition that waits for it, with the source `software`.',
      'bias/sweep': 'Measures at bias after bias: a C-V curve. Bias on for the sweep, off afterwards.',
      'bias/sweep.spacing': 'Linear unless given; a logarithmic sweep needs ends of one sign.',
      'bias/sweep.bothWays':
        'Also goes back to the start, so that twice the points come; only there unless given.',
      'bias/sweep.delay': 'From a bias to its measurement; none unless given.',
      currentBias: 'Biases by a current instead, as an option of the instrument.',
      'correction/cableLength': 'Of the test leads.',
      'correction/measureOpen': 'Measures the open fixture, up to a minute; nothing must touch it meanwhile.',
      'correction/measureShort': 'Measures the shorted fixture, up to a minute.',
      levelControl: 'Keeps the level at the device under test.',
    },
    'network-analyser': {
      bandwidth: 'Of the intermediate-frequency filter.',
      powerDbm: 'At the port, in dBm.',
      sweepTime: 'How long one sweep takes with the settings in force.',
      'averaging/count': 'Sweeps that make a result.',
      sweep: 'Sweeps once, or as often as is averaged, and gives the complex ratios. The output must be on.',
    },
    'function-generator': {
      'channels/N/frequency': 'Its limits are those of the waveform.',
      'channels/N/amplitude': 'Peak to peak, at the load that was stated.',
      'channels/N/dutyCycle': 'Of square and pulse.',
      'channels/N/symmetry': 'Of the ramp: the rising part of the period.',
      'channels/N/loadImpedance':
        "What is connected, so that amplitude and offset are right; the source's own resistance stays. Writing it ends `highImpedanceLoad`; reading it is then an error of kind `state`.",
      'channels/N/highImpedanceLoad': 'Whether what is connected draws no current.',
      'channels/N/trigger':
        'Triggers a burst or a sweep that waits for it, with the trigger source `software`.',
      'channels/N/burst/cycles': 'Cycles of a burst; writing it makes the burst end.',
      'channels/N/burst/endless': 'Whether a burst goes on for ever.',
      'channels/N/burst/period': 'From burst to burst with the trigger source `timer`.',
      'channels/N/arbitrary/upload': 'Loads samples of -1 to 1 under a name; one of that name is replaced.',
      'channels/N/arbitrary/selected': 'The name of the one that the waveform `arbitrary` gives out.',
      'channels/N/arbitrary/clear': 'Removes all that were loaded.',
      alignPhases: 'Starts the phases of all channels together.',
    },
    'frequency-counter': {
      'inputs/N/level': 'The voltage at which an event counts; writing it switches `autoLevel` off.',
      'inputs/N/lowPass': 'A low pass against noise.',
      input: 'The input that is measured, counted from 1; the first one where the function takes two.',
      gateTime: 'How long an average is taken over.',
      reading:
        'Measures with the settings in force; the unit is that of counterFunctions. No signal is an error of kind `device`, code `no-reading`.',
      measure: 'Sets a function up and measures once, without anybody in between.',
      'measure.resolution': 'The smallest difference wanted, in the unit of the function.',
      'measure.expected':
        'About what is expected, in the unit of the function; the counter finds out unless given.',
      acquire: 'Takes a number of readings one after the other.',
      readings$: 'Readings in batches as the counter gives them, while somebody subscribes.',
      'trigger/delay': 'From the trigger to the measurement.',
      'trigger/fire': 'Triggers an acquisition that waits for it, with the source `software`.',
      'totalize/count': 'Counts events at an input for a time.',
    },
    'lock-in-amplifier': {
      referenceEdge: 'What of an external reference counts.',
      frequency: 'Of the reference; only an internal one can be written.',
      sineAmplitude: 'Of the sine output, rms. Where a model has no zero, its lowest level is the safe one.',
      sensitivity: "Full scale in V or A; the model's next one up is taken.",
      timeConstant: "Of the output filter; the model's next one up is taken.",
      filterSlope: 'Of the output filter, in dB an octave.',
      'input/source': 'The currents are named by their transimpedance.',
      'input/lineFilter': 'Notches at the line frequency, at twice that, or both.',
      reading: 'All taken at one moment; x, y and r in V or A.',
      overload: 'What happened since the last look.',
      autoSensitivity: 'Chooses the sensitivity; takes some time constants.',
      autoPhase: 'Turns the phase until y is zero.',
      autoReserve: 'Chooses the dynamic reserve.',
      buffer: 'Samples that the amplifier takes at a rate of its own.',
      'buffer/sampleRate': "The model's next one up is taken.",
      'buffer/acquire': 'Takes a number of samples; the times count from the first.',
      'buffer/samples$': 'Samples in batches, while somebody subscribes; the times count from the first.',
    },
    'thermal-chamber': {
      temperature: 'Air temperature at the control sensor, in °C.',
      setpoint: "Target air temperature, in °C; the limits are the controller's own.",
      running:
        'Whether the chamber conditions its air, by itself or in a program. Writing `true` conditions at the setpoint, and is refused while a stored program runs; `false` switches the conditioning off, and ends such a program.',
      mode: 'What the controller does now.',
      alarms: 'The alarms that stand now.',
      alarm$: 'An alarm that appeared (`active`) or went away.',
      settle:
        'Goes to a temperature, starts the chamber where it stands, and waits until the temperature has stayed within the tolerance for the dwell. Stopping holds the temperature where it is.',
      'settle.target': 'In °C.',
      'settle.tolerance': 'How far from the target still counts as there, in K; 1 K unless given.',
      'settle.dwell': 'How long it must stay there, in s; 60 s unless given.',
      'settle.interval': 'How often it looks at the temperature, in s; 1 s unless given.',
      'settle.sensor':
        "Which sensor counts; `air` unless given. For `product` the target is the cascade's where it is enabled, and the air's otherwise.",
      ramp: 'Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature.',
      'ramp.rate': 'Speed of the setpoint, in K/min.',
      'ramp.target': 'In °C.',
      runProgram:
        'Runs a program from the host, step by step, and starts the chamber where it stands. Works on every chamber; where the controller has programs of its own, see `programs`. Stopping holds the temperature where it is. A reading that is no number, an alarm, a chamber that was switched off and a link that stays away end it with an error and with what `onFault` says; `details` tells what was done and whether it was read back.',
      'runProgram.program.steps.duration': 'Of a ramp or a soak, in s.',
      'runProgram.program.steps.rate':
        'Of a ramp, in K/min; without `rate` and `duration` it goes as fast as it can.',
      'runProgram.program.steps.temperature': 'Of a ramp, in °C.',
      'runProgram.program.steps.humidity': 'Of a ramp, in %.',
      'runProgram.program.steps.outputs': 'Digital outputs by number.',
      'runProgram.program.steps.input':
        'Of a wait: for the input of this number to be `is`, or for `sensor` to be `above` or `below` a temperature in °C.',
      'runProgram.program.steps.to': 'Of a jump.',
      'runProgram.program.end.temperature': 'Of `idle`, in °C.',
      'runProgram.program.end.humidity': 'Of `idle`, in %.',
      'runProgram.program.guarantee.band': 'In K.',
      'runProgram.program.guarantee.humidityBand': 'In %.',
      'runProgram.interval':
        'How often it looks at the temperature, in s; 1 s unless given. Every fifth time, but not more often than every 5 s and at least once a minute, it looks for alarms and whether the chamber still conditions.',
      'runProgram.onFault':
        'What becomes of the chamber when the program cannot go on: its conditioning is switched `off`, which it is unless given; it is to `hold` the temperature it has; or it does what the program says for its `end`.',
      pauseProgram: 'Stops the time of the program that the host runs; the setpoint stays where it is.',
      resumeProgram: 'Goes on with it.',
      'rampControl/enabled':
        'Whether a new setpoint is approached at `rate` instead of as fast as the chamber can.',
      'rampControl/rate': "Speed of the setpoint, in K/min; the limits are the controller's own.",
      'product/temperature': 'Product temperature, in °C.',
      'product/cascade/enabled': "Whether the product's temperature is controlled instead of the air's.",
      'product/cascade/setpoint': 'Target product temperature, in °C.',
      'product/cascade/deviation/below': 'Below the target, in K.',
      'product/cascade/deviation/above': 'Above the target, in K.',
      'humidity/humidity': 'Relative humidity at the control sensor, in %.',
      'humidity/setpoint': 'Target relative humidity, in %.',
      'humidity/control/on':
        'Whether the humidity is controlled; off: it is whatever the temperature makes of it.',
      'fan/speed': 'In % of the fastest.',
      'alarmLimits/low': 'In °C.',
      'alarmLimits/high': 'In °C.',
      'alarmControl/acknowledge':
        'Acknowledges the alarms that stand; those whose cause is still there come back.',
      'programs/stored': 'What the memory holds.',
      'programs/progress': 'Where the program stands that the controller runs.',
      'programs/store':
        'Writes a program into a slot, over what is there, and reads it back. Refused before a byte is sent when the controller cannot hold it as it is. Gives the slot, which some controllers choose by themselves.',
      'programs/store.program.steps.duration': 'Of a ramp or a soak, in s.',
      'programs/store.program.steps.rate':
        'Of a ramp, in K/min; without `rate` and `duration` it goes as fast as it can.',
      'programs/store.program.steps.temperature': 'Of a ramp, in °C.',
      'programs/store.program.steps.humidity': 'Of a ramp, in %.',
      'programs/store.program.steps.outputs': 'Digital outputs by number.',
      'programs/store.program.steps.input':
        'Of a wait: for the input of this number to be `is`, or for `sensor` to be `above` or `below` a temperature in °C.',
      'programs/store.program.steps.to': 'Of a jump.',
      'programs/store.program.end.temperature': 'Of `idle`, in °C.',
      'programs/store.program.end.humidity': 'Of `idle`, in %.',
      'programs/store.program.guarantee.band': 'In K.',
      'programs/store.program.guarantee.humidityBand': 'In %.',
      'programs/fetch': 'Reads a program out of the controller.',
      'programs/erase': 'Removes a program from the controller.',
      'programs/run':
        'Starts a stored program, which the controller then runs by itself, and waits for its end. Stopping ends the program and holds the temperature where it is.',
      'programs/run.step': 'Step to begin with; 1 unless given.',
      'programs/run.interval': 'How often it looks at the program, in s; 1 s unless given.',
      'programs/pause': 'Pauses the program that the controller runs; the setpoint stays where it is.',
      'programs/resume': 'Goes on with a paused program.',
    },
    'thermal-stream': {
      temperature: "The temperature that is controlled, in °C: the device's or the air's.",
      air: 'Temperature of the air in the head, in °C.',
      setpoint:
        'Target temperature, in °C; the limits are those of the air that the user set at the machine.',
      head: 'Whether the head is over the device (`down`) or away from it.',
      flow: 'Whether air flows. It keeps flowing when a script ends.',
      flowRate: 'How much air flows, in l/min.',
      atTemperature:
        'Whether the machine itself says that the temperature is within its window and its soak is over.',
      window: 'How far from the setpoint counts as there for the machine, in K.',
      soak: 'How long it must be there for the machine, in s.',
      alarms: 'The alarms that stand now.',
      alarm$: 'An alarm that appeared (`active`) or went away.',
      settle:
        "Goes to a temperature, starts the flow where it stands, and waits until the temperature has stayed within the tolerance for the dwell. The head is the caller's affair. Stopping holds the temperature where it is.",
      'settle.target': 'In °C.',
      'settle.tolerance': 'How far from the target still counts as there, in K; 1 K unless given.',
      'settle.dwell': 'How long it must stay there, in s; 60 s unless given.',
      'settle.interval': 'How often it looks at the temperature, in s; 1 s unless given.',
      'settle.sensor': 'Which sensor counts; the one that is controlled unless given.',
      ramp: 'Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature.',
      'ramp.rate': 'Speed of the setpoint, in K/min.',
      'ramp.target': 'In °C.',
      'dut/temperature': 'Temperature of the device under test, in °C.',
      'dut/control': "Whether this sensor is controlled instead of the air's.",
      'alarmControl/acknowledge':
        'Acknowledges the alarms that stand; those whose cause is still there come back.',
    },
    'thermal-chuck': {
      temperature: 'Surface temperature at the control sensor, in °C.',
      setpoint: 'Target temperature, in °C.',
      running: 'Whether the temperature is controlled.',
      state: 'Whether the chuck is at its setpoint, on its way, or not controlled.',
      alarms: 'The alarms that stand now.',
      alarm$: 'An alarm that appeared (`active`) or went away.',
      settle:
        'Goes to a temperature, starts the control where it stands, and waits until the temperature has stayed within the tolerance for the dwell. Stopping holds the temperature where it is.',
      'settle.target': 'In °C.',
      'settle.tolerance': 'How far from the target still counts as there, in K; 1 K unless given.',
      'settle.dwell': 'How long it must stay there, in s; 60 s unless given.',
      'settle.interval': 'How often it looks at the temperature, in s; 1 s unless given.',
      ramp: 'Moves the setpoint to the target at a rate, and waits until it is there. Stopping holds the temperature.',
      'ramp.rate': 'Speed of the setpoint, in K/min.',
      'ramp.target': 'In °C.',
      'rampControl/enabled':
        'Whether a new setpoint is approached at `rate` instead of as fast as the chamber can.',
      'rampControl/rate': "Speed of the setpoint, in K/min; the limits are the controller's own.",
      'dewPointWatch/dewPoint': 'In °C.',
      'dewPointWatch/control': 'Whether the controller keeps the chuck from getting wet.',
      'hold/on': 'Whether it is held still, or will be as soon as the chuck is at its setpoint.',
      'heatSink/temperature': 'In °C.',
    },
    wirebonder: {
      controlState: 'Who has control of the machine.',
      processState: "The machine's own process state: its code, and what the maker calls it.",
      processing: 'What the machine does. While it executes, heads and heaters move.',
      recipes: 'The recipes (bond programs) that are on the machine.',
      recipe: 'The recipe that is selected; empty when none is.',
      counters: 'What the machine has counted, since whenever its maker begins to count.',
      alarms: 'The alarms that stand.',
      constants: "The machine's settings (equipment constants), with their limits where it tells them.",
      setConstant:
        'Sets an equipment constant to a number; refused outside the limits that the machine tells, confirmed by reading back.',
      selectRecipe: 'Selects a recipe, and waits until the machine says that it has it.',
      uploadRecipe: 'Fetches a recipe from the machine, byte for byte.',
      downloadRecipe:
        'Puts a recipe on the machine, in place of one of the same name, and waits until it is listed.',
      deleteRecipe: 'Deletes a recipe, and waits until it is no longer listed.',
      compareRecipe:
        'Compares a recipe on the machine with one at hand; field by field where both are bond programs.',
      start: 'Starts a lot with the selected recipe, and waits until the machine processes it; see `run`.',
      run: "Bonds a lot with the selected recipe and waits until the machine reports that processing is completed. Material and guarding are the caller's affair. Stopping lets the machine finish what it holds and stand.",
      follow:
        'Waits for the end of the lot that is under way, whoever started it: a host that was restarted takes it up again. What the machine kept while nobody listened comes first, through the events. Stopping stops the machine.',
      fetchSpool:
        'Has the machine tell what it kept (spooled) while it had no host; it comes through `bond$`, `alarm$` and `event$`, so listen to them first. `run` and `follow` do it too, and so does a device whose link comes back.',
      pause: 'Holds processing where it can be taken up again, and waits until it stands.',
      resume: 'Takes up processing after a pause or an assist, and waits until it goes on.',
      stop: 'Ends processing when the wire or unit in hand is finished, and waits until the machine stands.',
      abort: 'Ends processing at once, and waits until it has; material may be left unfinished.',
      bond$: 'A bond that was made.',
      alarm$: 'An alarm that appeared (`active`) or went away.',
      event$: 'Whatever event the machine reports, with the name that the profile gives it.',
      'production/lot': 'The lot under way, or the last one; empty when there was none.',
      'production/strip':
        'The strip, boat or lead frame that is bonded, or was last; empty when there was none.',
      'production/rejected': 'Units that are not good, counted like the units.',
      'production/unit$': 'A unit whose last wire was made.',
      'supplies/wireLeft': 'Wire left on the spool, in m.',
      'supplies/toolBonds': 'Bonds that the capillary or wedge has made.',
      'stage/temperature': 'Temperature of the stage, in °C.',
      'traces/variables':
        "What can be traced: names by the profile, values as they are now, in the machine's own units.",
      'traces/record': 'Samples variables at a steady pace, and gives all samples once they are there.',
      'traces/record.period': 'Time between samples, in s.',
      'traces/record.variables': 'Names from `variables`.',
    },
    'bond-tester': {
      result$: 'A bond was tested.',
      collect:
        'Takes results as they come until there are so many; fails with kind `timeout` when the next one does not come. The tester cannot be stopped from here; the call may be aborted.',
      'collect.wait': 'How long to wait for each result, in s; 600 unless given.',
      importResults:
        'Reads what the tester exported, the whole text of a CSV file, in the dialect that the device was opened with.',
    },
  },
  driverOptions: {
    'mitutoyo-digimatic': {
      unit: 'The unit that the gauge shows while it is open, `mm` or `[in_i]` (inch): the interface does not send it.',
      channel:
        'The input of a multiplexer to which the gauge is connected, 1 to 9; 1 unless given, as on cables for one gauge.',
    },
    'mahr-millimar': { feature: 'Which feature of the display is the reading, 1 to 3; 1 unless given.' },
    'heidenhain-nd': {
      axis: 'The axis to read of a display with several: `X`, `Y` or `Z`. The only one, or the first, unless given.',
    },
    'micro-epsilon-ild': { range: 'The measuring range in mm, where the sensor does not say it.' },
    'keyence-lk': {
      output: 'The output (LK-G3000: 1 or 2) or the head (LK-G5000: 1 to 12) to read; 1 unless given.',
      generation: 'The generation of the controller, whose commands differ; `3000` unless given.',
    },
    'keyence-dl-rs1a': { amplifier: 'Which amplifier on the communication unit, 0 to 14; 0 unless given.' },
    'maerzhaeuser-tango': { step: 'How near to its target a move must end, in µm; 0.1 unless given.' },
    'mpi-sentio': {
      chuck: 'The range of the thermal chuck in °C; without it the station is taken to have none.',
      platen: 'Whether the station has a bottom platen with motors; false unless given.',
      axes: "Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: public documents do not say which way the chuck axes count, so check with a known move before you rely on it.",
      cassettes:
        'The numbers of the cassettes of an automatic station, 1 or 2; without them it is taken to have no loader.',
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
    },
    'cascade-nucleus': {
      axes: "Signs that turn Nucleus' coordinates into the wafer's frame (x right, y up); they are those of the probe plan.",
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      replyDelayMs:
        'A pause between a command and the reading of its reply, in ms; one station needed 500. None unless given.',
    },
    'formfactor-velox': {
      chuck: 'The range of the thermal chuck in °C; without it the station is taken to have none.',
      scope: 'Whether the scope has motors; false unless given.',
      positioners: 'The numbers of the motorised positioners, 1 to 6; none unless given.',
      axes: "Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: a setting of the station, so check with a known move before you rely on it.",
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      dialect:
        '`server` for the message server of Velox, `gpib` for everything else; by the wire unless given.',
      clearBins:
        'Whether `stepFirst` clears the bins of the map, as the station does on its own; false unless given.',
      inkers: 'How many inkers the station has; none unless given.',
    },
    'suss-proberbench': {
      chuck: 'The range of the thermal chuck in °C; without it the station is taken to have none.',
      scope: 'Whether the scope has motors; false unless given.',
      positioners: 'The numbers of the motorised positioners, 1 to 6; none unless given.',
      axes: "Signs that turn chuck coordinates into the wafer's frame (x right, y up). Unconfirmed: a setting of the station, so check with a known move before you rely on it.",
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      clearBins:
        'Whether `stepFirst` clears the bins of the map, as the station does on its own; false unless given.',
      inkers: 'How many inkers the station has; none unless given.',
    },
    electroglas: {
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      dies: 'The dies that may be gone to, as the prober counts them; those of the rectangle around `route` unless given. The prober itself does not stop at the edge of its platen, so without either no step is made.',
      route:
        'The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps to dies that are named.',
    },
    'accretech-uf': {
      chuck:
        'The range of the hot chuck in °C, within −55 to 200; without it the prober is taken to have none.',
      axes: "Signs that turn the prober's coordinates into the wafer's frame (x right, y up). Unconfirmed: public documents do not say which way they count, so check with a known move before you rely on it.",
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      dieDigits: 'How many digits a die has in `JY`; 4 unless given, 3 on older models.',
    },
    'wentworth-pegasus': {
      axes: "Signs that turn chuck coordinates into the wafer's frame (x right, y up); −1 and −1 unless given, as the chuck goes against the die. Unconfirmed: public documents do not say which way its axes count, so check with a known move before you rely on it.",
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      route:
        'The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps to dies that are named.',
      grid: "Where the dies lie: the chuck position of die 0, 0, in µm as `PSS` gives it, and the distance from die to die, in µm. Without it no step is made, as the unit of the prober's own index size is not certain.",
    },
    'micromanipulator-p200l': {
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
    },
    'semiprobe-pilot': {
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      route:
        'The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps to dies that are named.',
    },
    signatone: {
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      route:
        'The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps to dies that are named.',
      signs:
        'Signs of column and row as the prober is set up; 1 and 1 unless given. One laboratory needs −1 and −1.',
    },
    'zaber-ascii': {
      axes: 'Which device and axis moves what.',
      'axes.z.step':
        'How far one microstep goes, in µm, for `theta` in degrees: the data sheet of the stage says so, the device does not.',
      'axes.z.axis': 'Number of the axis of that device, 1 to 9; 1 unless given.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.z.device': 'Number of the device in the chain, 1 to 99; 1 unless given.',
      'axes.x.step':
        'How far one microstep goes, in µm, for `theta` in degrees: the data sheet of the stage says so, the device does not.',
      'axes.x.axis': 'Number of the axis of that device, 1 to 9; 1 unless given.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.device': 'Number of the device in the chain, 1 to 99; 1 unless given.',
      'axes.y.step':
        'How far one microstep goes, in µm, for `theta` in degrees: the data sheet of the stage says so, the device does not.',
      'axes.y.axis': 'Number of the axis of that device, 1 to 9; 1 unless given.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.device': 'Number of the device in the chain, 1 to 99; 1 unless given.',
      'axes.theta.step':
        'How far one microstep goes, in µm, for `theta` in degrees: the data sheet of the stage says so, the device does not.',
      'axes.theta.axis': 'Number of the axis of that device, 1 to 9; 1 unless given.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.device': 'Number of the device in the chain, 1 to 99; 1 unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'pi-gcs': {
      axes: 'Which axis moves what.',
      'axes.z.unit':
        'The unit in which the controller counts for the connected stage: the data sheet of the stage says so.',
      'axes.z.axis': 'Its name at the controller, such as `1`, `X` or `A`; capitals count.',
      'axes.z.reference':
        'Where the reference run goes: to the reference switch (unless given), or to one end of travel.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.unit':
        'The unit in which the controller counts for the connected stage: the data sheet of the stage says so.',
      'axes.x.axis': 'Its name at the controller, such as `1`, `X` or `A`; capitals count.',
      'axes.x.reference':
        'Where the reference run goes: to the reference switch (unless given), or to one end of travel.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.unit':
        'The unit in which the controller counts for the connected stage: the data sheet of the stage says so.',
      'axes.y.axis': 'Its name at the controller, such as `1`, `X` or `A`; capitals count.',
      'axes.y.reference':
        'Where the reference run goes: to the reference switch (unless given), or to one end of travel.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.unit':
        'The unit in which the controller counts for the connected stage: the data sheet of the stage says so.',
      'axes.theta.axis': 'Its name at the controller, such as `1`, `X` or `A`; capitals count.',
      'axes.theta.reference':
        'Where the reference run goes: to the reference switch (unless given), or to one end of travel.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'newport-esp': {
      axes: 'Which axis moves what.',
      'axes.z.axis': 'Its number at the controller, 1 to 6.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.z.homeMode':
        'How the reference run goes, as the controller numbers it: 0 to the zero count, 1 home switch and index (unless given), 2 home switch, 3 positive limit, 4 negative limit, 5 positive limit and index, 6 negative limit and index.',
      'axes.x.axis': 'Its number at the controller, 1 to 6.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.homeMode':
        'How the reference run goes, as the controller numbers it: 0 to the zero count, 1 home switch and index (unless given), 2 home switch, 3 positive limit, 4 negative limit, 5 positive limit and index, 6 negative limit and index.',
      'axes.y.axis': 'Its number at the controller, 1 to 6.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.homeMode':
        'How the reference run goes, as the controller numbers it: 0 to the zero count, 1 home switch and index (unless given), 2 home switch, 3 positive limit, 4 negative limit, 5 positive limit and index, 6 negative limit and index.',
      'axes.theta.axis': 'Its number at the controller, 1 to 6.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.homeMode':
        'How the reference run goes, as the controller numbers it: 0 to the zero count, 1 home switch and index (unless given), 2 home switch, 3 positive limit, 4 negative limit, 5 positive limit and index, 6 negative limit and index.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
      trustReference:
        'Whether axes may move that this driver has not seen find their reference: the controller cannot say whether they have, so say so only where it has kept its power since. False unless given.',
    },
    'venus-corvus': {
      axes: 'Which axis moves what; the axes of lines are counted in µm.',
      'axes.z.axis': 'Its number at the controller, 1 to 3.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.axis': 'Its number at the controller, 1 to 3.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.axis': 'Its number at the controller, 1 to 3.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.axis': 'Its number at the controller, 1 to 3.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'venus-hydra': {
      axes: 'Which axis moves what.',
      'axes.z.axis': 'Its number at the controller, 1 or 2.',
      'axes.z.unit': 'What the controller counts in; mm, for `theta` degrees, unless given.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.axis': 'Its number at the controller, 1 or 2.',
      'axes.x.unit': 'What the controller counts in; mm, for `theta` degrees, unless given.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.axis': 'Its number at the controller, 1 or 2.',
      'axes.y.unit': 'What the controller counts in; mm, for `theta` degrees, unless given.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.axis': 'Its number at the controller, 1 or 2.',
      'axes.theta.unit': 'What the controller counts in; mm, for `theta` degrees, unless given.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'thorlabs-apt': {
      axes: 'Which bay moves what; a controller of one channel has one axis. The travel is not told: give `softLimits`.',
      'axes.z.counts':
        'Counts of the encoder, or microsteps, in a mm, for `theta` in a degree: the manual of the stage says so.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.z.bay': 'The bay of a rack, 1 to 10; a controller of one channel unless given.',
      'axes.z.samplingTime':
        'The sampling time of the controller in s, in which speeds are counted; without it the speed cannot be set. Unconfirmed: 2048 / 6e6 for TDC001 and KDC101, 102.4e-6 for BBD controllers; steppers have others.',
      'axes.x.counts':
        'Counts of the encoder, or microsteps, in a mm, for `theta` in a degree: the manual of the stage says so.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.bay': 'The bay of a rack, 1 to 10; a controller of one channel unless given.',
      'axes.x.samplingTime':
        'The sampling time of the controller in s, in which speeds are counted; without it the speed cannot be set. Unconfirmed: 2048 / 6e6 for TDC001 and KDC101, 102.4e-6 for BBD controllers; steppers have others.',
      'axes.y.counts':
        'Counts of the encoder, or microsteps, in a mm, for `theta` in a degree: the manual of the stage says so.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.bay': 'The bay of a rack, 1 to 10; a controller of one channel unless given.',
      'axes.y.samplingTime':
        'The sampling time of the controller in s, in which speeds are counted; without it the speed cannot be set. Unconfirmed: 2048 / 6e6 for TDC001 and KDC101, 102.4e-6 for BBD controllers; steppers have others.',
      'axes.theta.counts':
        'Counts of the encoder, or microsteps, in a mm, for `theta` in a degree: the manual of the stage says so.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.bay': 'The bay of a rack, 1 to 10; a controller of one channel unless given.',
      'axes.theta.samplingTime':
        'The sampling time of the controller in s, in which speeds are counted; without it the speed cannot be set. Unconfirmed: 2048 / 6e6 for TDC001 and KDC101, 102.4e-6 for BBD controllers; steppers have others.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'standa-8smc': {
      axes: 'What the motor moves: one axis. The travel is not told: give `softLimits`.',
      'axes.z.step':
        'How far a full step goes, in µm, for `theta` in degrees: the data sheet of the stage says so.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.z.microsteps': 'Microsteps of a full step, as the controller is set; 256 unless given.',
      'axes.x.step':
        'How far a full step goes, in µm, for `theta` in degrees: the data sheet of the stage says so.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.microsteps': 'Microsteps of a full step, as the controller is set; 256 unless given.',
      'axes.y.step':
        'How far a full step goes, in µm, for `theta` in degrees: the data sheet of the stage says so.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.microsteps': 'Microsteps of a full step, as the controller is set; 256 unless given.',
      'axes.theta.step':
        'How far a full step goes, in µm, for `theta` in degrees: the data sheet of the stage says so.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.microsteps': 'Microsteps of a full step, as the controller is set; 256 unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'venus-corvus-prober': {
      home: 'Where the stage stands when the home die is under the needles, in µm.',
      contactHeight:
        'The position of the vertical axis at first contact, in µm: found by the operator for this card and wafer.',
      wafer: 'The wafer that is stepped over.',
      'wafer.pitchUm': 'Die plus street: the distance from one die to the next.',
      'wafer.mark':
        'The primary flat or the notch, which also says how the wafer lies on the chuck; a notch at the bottom unless given.',
      'wafer.edgeExclusionUm':
        'Ring along the rim and along flats in which no full die may lie; none unless given.',
      'wafer.streetUm': 'Width of the saw street between dies; none unless given.',
      'wafer.offsetUm': "Centre of die (0, 0) in the wafer frame; the wafer's unless given.",
      'wafer.labels':
        'How dies are labelled: the die that is called (0, 0), and the directions in which labels grow.',
      'wafer.subsites': 'Test structures within every die, at an offset from its centre.',
      separation: 'How far below contact the chuck is separated, in µm; 300 unless given.',
      axes: 'The numbers of the axes at the controller; 1, 2 and 3 unless given.',
      maxOvertravel: 'The largest overtravel that the probe card takes, in µm; 100 unless given.',
      softLimits:
        'Where moves over the wafer may go, in µm in the frame of the class; anywhere unless given.',
      route:
        'The dies in the order to visit, as `byRows`, `spiral` and the other orders give them. Without it the prober only steps to dies that are named.',
      signs:
        'Which way the stage counts when the point under the needles goes right and up: -1 and -1 unless given, as of a chuck that carries the wafer.',
      homeDie: 'The die that is; column 0, row 0 unless given.',
      rotation: 'How far the wafer is turned on the chuck, counter-clockwise in degrees; 0 unless given.',
      up: 'Which way the vertical axis counts when the chuck goes to the needles; 1 unless given.',
      loadPosition: 'Where the stage goes to take a wafer, in µm; without it there is no `load`.',
    },
    'maerzhaeuser-tango-stage': {
      axes: 'The axes that the stage has: `x` and `y` unless given; `z` is the focus.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
    },
    'prior-proscan-stage': {
      axes: 'The axes that the stage has: `x` and `y` unless given; `z` is the focus.',
      'axes.z.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.x.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.y.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      'axes.theta.tolerance':
        'How near to its target a move must end, in µm, for `theta` in degrees; 1 µm or 0.01° unless given.',
      softLimits:
        "Where the axes may go, narrower than the controller's own limits; in µm, for `theta` in degrees.",
      trustReference:
        'Whether `x` and `y` may move though this driver has not seen them find their reference: the controller cannot say whether they have, so say so only where it has kept its power since. False unless given.',
    },
    'keithley-7001': {
      matrixSlots:
        'The slots whose cards are matrices, counted from 1; the others are taken for multiplexers, whose channels are the columns of row 1. None unless given.',
    },
    'watlow-f4t': {
      unit: 'Modbus unit; the address names it.',
      wordOrder:
        "Order of the words of a 32-bit value, as set at the panel; the factory's `low-first` unless given.",
      power:
        "What starts and stops the conditioning. `loop`: the control mode of the temperature loop, off or auto. A number: the event output (1 to 8) that the chamber's builder wired to its power, for example 1 on TestEquity chambers. `loop` unless given.",
      humidityLoop:
        "The humidity loop's number where the chamber has one; 2 when the controller has a second loop. `none` for none.",
      humidityPower:
        'Event output (1 to 8) that switches humidity control; without it stored programs leave the humidity alone.',
      rateScale:
        'What the rates of profiles are about, as it is set at the panel; without it ramps by rate are not stored.',
    },
    'watlow-f4': {
      unit: 'Modbus unit; the address names it.',
      power:
        "Event output (1 to 7) by which the chamber's builder switches the conditioning; 1 unless given, as most have it.",
      humidityPower:
        'Event output (1 to 7) that switches humidity control, where the builder wired one, often 2.',
      alarmInputs:
        'Digital inputs (1 to 4) that mean an alarm while they are active: limit controllers, for example.',
      guaranteeBand:
        'Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored.',
    },
    'weiss-simserv': {
      door: 'Name of the digital input that tells about the door, as the chamber lists it, and the value that it has while the door is open. Without it the driver knows no door.',
      chamber:
        'Number of the chamber behind the S!MPATI software, 1 to 999; 1 unless given, which a chamber itself ignores.',
    },
    'weiss-ascii2': {
      channels: 'The channels that E takes, in its order; pairs of nominal and actual value unless given.',
      'channels.nominal': 'Position of the value that is set, from 0.',
      'channels.actual':
        'Position of the measured value, from 0; absent for a channel that is set and not measured.',
      address: 'Bus address, 0 to 32; 0 unless given.',
      humidityChannel:
        'Which of the channels, from 1, is the humidity; without it the chamber is taken to control none.',
      startBits:
        'Bits, from the left and from 0, that are set together to start; 1 and 3 of 16 unless given. Unconfirmed for chambers with 32 bits, where it is 1 alone unless given. The first of them tells whether the chamber runs.',
      outputBits: 'Bits that switch outputs; 4 to 8 of 16 unless given, none of 32.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    'weiss-sb22': {
      humidity: 'Whether the chamber controls humidity; no unless given.',
      address: 'Address of the chamber, 0 to 9; 1 unless given.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    cts: {
      humidity: 'Whether the chamber controls humidity; no unless given.',
      outputs: 'Which soft keys (`s7` is 7) switch outputs; none unless given.',
      door: 'Which of the status flags, 1 to 6, tells about the door, and the value that it has while the door is open.',
      address: 'Address on the serial line, 1 to 32; 1 unless given.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
      framing:
        '`tcp` for bare texts, `serial` for frames with address and check; by the kind of the wire unless given.',
      gradientIndex:
        'Index of the temperature in the gradient commands: 0 unless given; drivers disagree, some use 1.',
    },
    binder: {
      unit: 'Modbus unit; the address names it.',
      humidity:
        'Whether an MB2 chamber controls humidity; no unless given. The register that sets it on MB1 is not known.',
      door: "Whether MB1's door register is to be believed: it was found by trying, and does not work on every chamber.",
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
      controller:
        '`MB1`: MK, MKT, MKF (E1 to E3), KMF. `MB2`: MK 56, MKFT 115 (E4, E5, from 2015). MB1 unless given.',
    },
    'thermotron-8800': {
      humidity: 'Whether channel 2 controls humidity; no unless given.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    'thermotron-3800': {
      humidity: 'Whether channel 2 controls humidity; no unless given.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    'lakeshore-33x': {
      output: 'The output that heats, 1 to 4; 1 unless given.',
      input:
        'The input whose sensor counts, A to D; A unless given. It must be the one that the output is controlled by.',
      temperatureRange: 'Range of the temperature, in °C.',
      heaterRange:
        'Heater range when it runs: 1 low, 2 medium, 3 high; 1 unless given. Outputs 3 and 4 know only 1.',
    },
    'eurotherm-modbus': {
      unit: 'Modbus unit; the address names it.',
      format:
        "`float`: IEEE values, which have no scale to know. A number from 0 to 3: scaled integers with so many decimals, as the display is set, for controllers without the IEEE area; the scale of the rate limit is then unconfirmed, and the controller's own ramp not offered. `float` unless given.",
    },
    'eurotherm-bisynch': {
      address: 'Address of the controller, 1 to 99; 1 unless given.',
      decimals: 'Decimals of the display, with which setpoints are written, 0 to 3; 1 unless given.',
    },
    'csz-ezt-430i': {
      powerEvent:
        'Which bit of the system events, 0 to 5, switches the chamber: the builder chose it. Must be given.',
      unit: 'Modbus unit; the address names it.',
      humidity: 'Whether loop 2 controls humidity; no unless given.',
      humidityRange: 'Range of the relative humidity, in %.',
      temperatureRange: 'Range of the temperature, in °C.',
      decimals: 'Decimals of the values, as the inputs are set, 0 to 3; 1 unless given.',
    },
    'memmert-atmoweb': {
      safeTemperature:
        'The temperature to which a unit is set to be safe, in °C, within its range; 20 unless given.',
    },
    'espec-p300': {
      guaranteeBand:
        'Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored.',
      address: 'Address of the panel on an RS-485 line, 1 to 16; none on RS-232 and through a serial server.',
    },
    'espec-scp220': {
      guaranteeBand:
        'Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored.',
      address: 'Address of the panel on an RS-485 line, 1 to 16; none on RS-232 and through a serial server.',
    },
    'espec-es102': {
      guaranteeBand:
        'Band of guaranteed soaks as it is set at the panel, in K; without it such programs are not stored.',
      address: 'Address of the panel on an RS-485 line, 1 to 16; none on RS-232 and through a serial server.',
    },
    'ers-ac3': { temperatureRange: 'Range of the temperature, in °C.' },
    'linkam-t95': {
      rate: 'The rate at which a stage goes to its setpoint at first, in K/min, 0.01 to 150; the fastest unless given.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    'meerstetter-mecom': {
      channel: 'Its channel, 1 to 4; 1 unless given.',
      address: 'Address of the controller, 1 to 255; 2 unless given.',
      temperatureRange: 'Range of the temperature, in °C.',
    },
    julabo: {
      address: 'Address on an RS-485 line, 1 to 127; none unless given.',
      temperatureRange: 'Range of the temperature, in °C.',
      externalSensor:
        "Index of `IN_PV` at which the external sensor is read, which is then the product's; not read unless given.",
      limitIndex:
        'Index of `IN_SP` that gives the high limit; the low one is the next. 1 unless given; other models use 3.',
    },
    'huber-pb': { temperatureRange: 'Range of the temperature, in °C.' },
    'gem-wirebonder': {
      profile: 'What the machine calls its variables, events, alarms and commands; see `checkProfile`.',
      'profile.manufacturer': 'Who made the machine; SECS does not tell.',
      'profile.name': 'What the profile is called.',
      'profile.events': 'Collection events (CEID).',
      'profile.events.bondMade': 'A bond was made; comes with the report of `bondReport`.',
      'profile.alarms': 'Texts of alarms (ALID), for machines that send none.',
      'profile.variables': 'Status variables (SVID).',
      'profile.variables.controlState': 'ControlState: 1 to 5 as in SEMI E30.',
      'profile.variables.processState': 'ProcessState; its codes are in `processStates`.',
      'profile.variables.recipe': 'PPExecName: the recipe that is selected.',
      'profile.bondReport': 'The report of a bond.',
      'profile.bondReport.id': 'The number that the host gives the report (RPTID).',
      'profile.bondReport.units': 'Units in which the machine gives the values.',
      'profile.bondReport.fields':
        'What it holds, in order: each field of a bond once, with the data variable (VID) that carries it.',
      'profile.bondReport.results':
        "What the machine's words for the result mean; compared without regard to case.",
      'profile.commands': 'Remote commands, with the names of their parameters.',
      'profile.processStates': 'What the codes of ProcessState mean.',
      'profile.stage': 'The temperature of the stage, where the machine tells it.',
      'profile.production': 'Lots, strips and units, where the machine tells of them.',
      'profile.production.lot': 'LotID, StripID and the count of units that are not good.',
      'profile.production.unitDone':
        'A unit is done: the event, the report that the host defines for it, and what that holds.',
      'profile.supplies': 'Wire and capillary, where the machine tells of them.',
      'profile.traces': 'Variables that may be traced (S2F23), with the names that scripts use.',
      'profile.ids': 'Formats in which the machine wants its ids, where it is particular; `U4` unless given.',
      'profile.otherEvents': 'Further events that are to be reported, with their names.',
      'profile.traceId': 'The number that the host gives its trace (TRID); 1 unless given.',
      'profile.spool':
        'Whether the machine is told to keep events and alarms while it has no host (S2F43); true unless given.',
      'profile.enableAlarms':
        'Whether the machine reports alarms only after it was told to (S5F3); true unless given.',
      'profile.stopTime': 'How long STOP may take until the machine stands, in s; 30 s unless given.',
      alarmRequest: 'The form of S5F5 that the machine takes; `array` unless given.',
      secsI: 'The line, for a machine on SECS-I.',
      'secsI.deviceId': 'Device id of the equipment; 0 unless given.',
      'secsI.t1': 'T1: the longest gap between characters of a block; 0.5 s unless given.',
      'secsI.t2': 'T2: how long an answer of the block protocol may take; 10 s unless given.',
      'secsI.t4': 'T4: the longest gap between blocks of one message; 45 s unless given.',
      'secsI.retries': 'RTY: how often a block is sent again; 3 unless given.',
      'secsI.openRequests':
        'How many requests may wait for their replies at once; 1 unless given, which is what old equipment takes.',
    },
    'bond-tester-csv': {
      dialect:
        'How the tester writes its results: the name of a shipped dialect, or one of your own; `general` unless given.',
      headings: 'The line of the headings, for a tester that sends none.',
    },
  },
  procedureOptions: {
    sweep: {
      axis: 'The member that is set, and to what; needed unless it is given in code.',
      'axis.member': 'Device and member that is written: `source/voltage`.',
      'axis.step': 'Distance between the values of a range; the last may fall short of `to`.',
      'axis.values': 'The values in the order in which they are taken.',
      'axis.points': 'How many values a range has, both ends included.',
      'axis.spacing': '`linear` unless given; `logarithmic` ranges have equal ratios between their `points`.',
      'axis.settle': 'How long it settles then, in s; not at all unless given.',
      'axis.to': 'The last value of a range.',
      'axis.from': "The first value of a range, in the member's unit.",
      'axis.reached':
        'A reading that has to come near the value before it counts as set, such as `chuck/temperature`.',
      'axis.reached.within': "How near, in the member's unit.",
      'axis.reached.timeout': 'How long that may take, in s; an hour unless given.',
      channels: 'What is measured at each point.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      repeat: 'How often all of it is done; once unless given.',
      settings: 'Made before the first point, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      order:
        '`forward`: the last axis moves fastest, always from its first value; unless given. `serpentine`: each axis goes back the way it came, so that nothing jumps. `random`: in an order that `seed` decides.',
      seed: 'Decides a random order; 1 unless given.',
      back: 'Whether it then goes the same way back and measures there, too, which shows hysteresis; no unless given.',
      stopOnFailure:
        'Whether a value that does not pass ends it, before the next point is set; no unless given.',
      secondsPerPoint:
        'How long the channels of a point are expected to need, in s, for the estimate; 0.2 unless given.',
    },
    grid: {
      axes: 'The members that are set, the first changing least often; needed unless they are given in code.',
      'axes.member': 'Device and member that is written: `source/voltage`.',
      'axes.step': 'Distance between the values of a range; the last may fall short of `to`.',
      'axes.values': 'The values in the order in which they are taken.',
      'axes.points': 'How many values a range has, both ends included.',
      'axes.spacing': '`linear` unless given; `logarithmic` ranges have equal ratios between their `points`.',
      'axes.settle': 'How long it settles then, in s; not at all unless given.',
      'axes.to': 'The last value of a range.',
      'axes.from': "The first value of a range, in the member's unit.",
      'axes.reached':
        'A reading that has to come near the value before it counts as set, such as `chuck/temperature`.',
      'axes.reached.within': "How near, in the member's unit.",
      'axes.reached.timeout': 'How long that may take, in s; an hour unless given.',
      channels: 'What is measured at each point.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      repeat: 'How often all of it is done; once unless given.',
      settings: 'Made before the first point, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      order:
        '`forward`: the last axis moves fastest, always from its first value; unless given. `serpentine`: each axis goes back the way it came, so that nothing jumps. `random`: in an order that `seed` decides.',
      seed: 'Decides a random order; 1 unless given.',
      back: 'Whether it then goes the same way back and measures there, too, which shows hysteresis; no unless given.',
      stopOnFailure:
        'Whether a value that does not pass ends it, before the next point is set; no unless given.',
      secondsPerPoint:
        'How long the channels of a point are expected to need, in s, for the estimate; 0.2 unless given.',
    },
    'thermal-cycle': {
      first:
        "The extreme of the first dwell; `low` unless given, or where the profile's ramp by time begins.",
      rate: 'Speed of the setpoint, in K/min; what the profile asks for, or as fast as the chamber can, unless given.',
      values: "In place of the standard's own; temperatures in °C, tolerances in K, times in s.",
      'values.dwell': 'Least time at each extreme.',
      'values.dwellOn': 'What the dwell is counted on.',
      channels: 'What is measured at the end of each dwell.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      end: 'Temperature to which the parts are brought at the end, in °C; they stay at the last extreme unless given.',
      settings: 'Made before it begins, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      stopOnFailure: 'Whether a value that does not pass ends the run. No unless given.',
      margin: 'How far inside the tolerance the setpoint stays, in K; 2 K unless given.',
      rates: 'How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given.',
      measureEvery: 'How often it is measured in a dwell as well, in s; only at its end unless given.',
      lookEvery:
        'How often the chamber is looked at, in s; 15 times in a dwell, and at least once a minute, unless given. More than a tenth of the dwell does not prove it, and each cycle is then a deviation.',
      stopOnDeviation:
        'Whether a deviation from the profile ends the run; it is recorded either way. No unless given.',
      standard:
        'A test of `standardProfiles()` by its id: `JESD22-A104 condition G, soak mode 3`. Without it `values` say all.',
      acceptUnconfirmed:
        'Values of the standard that nobody has confirmed and that are used all the same, by name.',
      drop: 'Limits of the standard that are not held to, by name.',
    },
    'thermal-shock': {
      first: 'The zone of the first dwell; `high` unless given.',
      values: "In place of the standard's own; temperatures in °C, tolerances in K, times in s.",
      'values.dwell': 'Least time at each extreme.',
      'values.dwellOn': 'What the dwell is counted on.',
      channels: 'What is measured at the end of each dwell.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      settings: 'Made before it begins, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      stopOnFailure: 'Whether a value that does not pass ends the run. No unless given.',
      margin: 'How far inside the tolerance the zones are kept, in K; 2 K unless given.',
      measureEvery: 'How often it is measured in a dwell as well, in s; only at its end unless given.',
      lookEvery:
        'How often the chamber is looked at, in s; 15 times in a dwell, and at least once a minute, unless given. More than a tenth of the dwell does not prove it, and each cycle is then a deviation.',
      stopOnDeviation:
        'Whether a deviation from the profile ends the run; it is recorded either way. No unless given.',
      standard:
        'A test of `standardProfiles()` by its id: `JESD22-A104 condition G, soak mode 3`. Without it `values` say all.',
      acceptUnconfirmed:
        'Values of the standard that nobody has confirmed and that are used all the same, by name.',
      drop: 'Limits of the standard that are not held to, by name.',
    },
    'thermal-soak': {
      values: "In place of the standard's own; temperature in °C, tolerance in K, times in s.",
      channels: 'What is measured at the end of each dwell.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      settings: 'Made before it begins, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      stopOnFailure: 'Whether a value that does not pass ends the run. No unless given.',
      rates: 'How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given.',
      measureEvery: 'How often it is measured in a dwell as well, in s; only at its end unless given.',
      lookEvery:
        'How often the chamber is looked at, in s; 15 times in a dwell, and at least once a minute, unless given. More than a tenth of the dwell does not prove it, and each cycle is then a deviation.',
      stopOnDeviation:
        'Whether a deviation from the profile ends the run; it is recorded either way. No unless given.',
      standard:
        'A test of `standardProfiles()` by its id: `JESD22-A104 condition G, soak mode 3`. Without it `values` say all.',
      acceptUnconfirmed:
        'Values of the standard that nobody has confirmed and that are used all the same, by name.',
      drop: 'Limits of the standard that are not held to, by name.',
    },
    'burn-in': {
      parts: 'The devices, beside those that are given in code.',
      'parts.part': 'Serial number or socket: the `part` of its channels.',
      'parts.off': 'Made when it has failed and drops out, and when the burn-in is over.',
      'parts.off.member': 'Device and member: `meter/function`.',
      'parts.on':
        'Made when it is put under stress, and again when a run is resumed or a device of them was away: `supply/outputs/3/enabled` to true.',
      'parts.on.member': 'Device and member: `meter/function`.',
      values: "In place of the standard's own; temperature in °C, tolerance in K, times in s.",
      channels: 'What is measured at each read point.',
      'channels.member': 'Device and member that is read: `meter/reading`.',
      'channels.part': 'The part that is measured, where there are several.',
      'channels.min': 'The smallest value that passes, in the unit.',
      'channels.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'channels.max': 'The largest value that passes, in the unit.',
      'channels.name': 'What it is called in the record; the member unless given.',
      'channels.field':
        'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'channels.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'channels.settings.member': 'Device and member: `meter/function`.',
      settings: 'Made before it begins, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      rates: 'How fast the chamber is, in K/min, for estimates of time: 3 up and 2 down unless given.',
      lookEvery: 'How often the chamber is looked at, in s; once a minute unless given.',
      stopOnDeviation:
        'Whether a deviation from the profile ends the run; it is recorded either way. No unless given.',
      standard:
        'A test of `standardProfiles()` by its id: `JESD22-A104 condition G, soak mode 3`. Without it `values` say all.',
      acceptUnconfirmed:
        'Values of the standard that nobody has confirmed and that are used all the same, by name.',
      drop: 'Limits of the standard that are not held to, by name.',
      readPoints: 'Read points, in h of the burn-in; at its begin and its end as well.',
      readEvery: 'A read point every so often, in h, beside those of `readPoints`.',
      drift:
        'Channels by name, and by how much a value may move from that at 0 h before the device has failed, in %.',
      dropWithoutValue:
        'Whether a device without a value (an overload, an open contact) has failed as well; yes unless given.',
    },
    'wafer-test': {
      wafer: 'Wafer identifier.',
      tolerance: 'How far from a temperature still counts as there, in K; 0.5 K unless given.',
      contact:
        'What tells good contact, such as a contact resistance or a current with its limits; not checked unless given.',
      'contact.member': 'Device and member that is read: `meter/reading`.',
      'contact.part': 'The part that is measured, where there are several.',
      'contact.min': 'The smallest value that passes, in the unit.',
      'contact.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'contact.max': 'The largest value that passes, in the unit.',
      'contact.name': 'What it is called in the record; the member unless given.',
      'contact.field': 'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'contact.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'contact.settings.member': 'Device and member: `meter/function`.',
      ink: 'Inks dies of these bins after the last temperature. What was inked is never inked again.',
      dies: 'Which dies are tested, in place of all whole ones of the layout.',
      product: 'Product or part type.',
      soak: 'How long the wafer soaks at each temperature before it is touched, in s; 300 unless given.',
      end: 'Temperature to which chuck or chamber is set at the end, in °C; it stays unless given.',
      lot: 'Lot identifier.',
      sample: 'Only so many of them, spread evenly over the wafer.',
      settings: 'Made before the first die, and again when a run is resumed.',
      'settings.member': 'Device and member: `meter/function`.',
      order: 'How the prober goes over them: `rows` to and fro unless given.',
      layout:
        'The wafer and its grid of dies, lengths in µm: its whole dies are tested, and its map can be drawn.',
      temperatures: 'At which temperatures, in °C, one after the other; as warm as it is unless given.',
      oven: 'The chamber around the prober, by its name on the bench, where the prober has no thermal chuck.',
      realign:
        'Whether the station aligns the wafer again at each temperature, for it has grown; no unless given.',
      needleWait:
        'How long the needles then wait near the wafer, in s, until they have grown, too; not at all unless given.',
      touchWait:
        'How long the needles stand on the pads before it is measured, in s; not at all unless given.',
      reprobe: 'How often a die without contact is touched again; 2 times unless given.',
      reprobeOvertravel:
        'How much further the chuck goes each time, in µm, where the station can be told; no further unless given.',
      tests: 'What is measured at each die.',
      'tests.member': 'Device and member that is read: `meter/reading`.',
      'tests.part': 'The part that is measured, where there are several.',
      'tests.min': 'The smallest value that passes, in the unit.',
      'tests.unit': "UCUM code, for a member that has no unit of its own, such as a multimeter's reading.",
      'tests.max': 'The largest value that passes, in the unit.',
      'tests.name': 'What it is called in the record; the member unless given.',
      'tests.subsite': 'Subsite of the die at which it is measured, from 0; 0 unless given.',
      'tests.bin': 'Bin of a die that fails it; 2 unless given.',
      'tests.field': 'One field of it, where it is a record: `current` of `source/channels/1/measurement`.',
      'tests.settings':
        'Made before its first value, and again when another channel set something on the device, or it was away.',
      'tests.settings.member': 'Device and member: `meter/function`.',
      retest:
        'How often dies that are not good are tested again when the others are done, at each temperature; not at all unless given.',
      stopAfterFails:
        'After so many dies in a row that are not good the wafer is given up, for a card or a wafer is bad; never unless given.',
      cleanEvery:
        'After so many touchdowns the needles are cleaned: as the code says, or by the person at the bench who is asked to; never unless given.',
      stopAtFirstFail: 'Whether a die that fails a test is not tested further; no unless given.',
      bins: 'The bins; 1 good, 2 out of limits, 3 no contact unless given.',
      goodBin: 'Bin of a die that passes everything; 1 unless given.',
      contactBin: 'Bin of a die that is not contacted; 3 unless given.',
      secondsPerDie: 'How long a die is expected to take, in s, for the estimate; 3 unless given.',
    },
    'bond-lot': {
      recipe: 'The recipe (bond program) on the machine.',
      lot: 'Name of the lot; its strips are `NAME-1`, `NAME-2` and so on.',
      sampling: 'The sampling plan of the destructive pull test.',
      'sampling.wires': 'How many wires of a sampled strip are pulled.',
      'sampling.every':
        'Every so many strips one is sampled, and always the first and the last; each strip unless given.',
      'sampling.wait': 'How long to wait for each result, in s; 600 unless given.',
      'sampling.accept': 'How many wires of a sample may fail; none unless given.',
      pull: 'When a wire passes.',
      'pull.minimum': 'The smallest force, in cN.',
      'pull.failing':
        'Failure codes that fail a wire whatever its force, such as those of a lifted bond: `a-3`.',
      strips: 'How many strips, boats or frames the lot has; each is a run of the bonder.',
      assists:
        'Whether the host resumes the bonder when it calls its operator, or somebody at the machine does; `operator` unless given.',
      ask: 'Whether the person at the bench is asked to put each strip on, to bring the samples to the tester, and what to do when results do not come; no unless given.',
      firstArticle:
        'Whether a person looks at the first strip and its pull test and releases the lot; no unless given.',
      warmUp: 'How long the stage may take to warm up, in min; 30 unless given.',
      secondsPerStrip: 'How long a strip is expected to take, in s, for the estimate; 60 unless given.',
      secondsPerPull:
        'How long the pull of a wire is expected to take, in s, for the estimate; 10 unless given.',
    },
  },
};
