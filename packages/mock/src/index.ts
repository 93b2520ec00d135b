// Physics
export { bondTrace, finalDeformation } from './physics/bonding/bond-trace.ts';
export type { BondTrace } from './physics/bonding/bond-trace.ts';
export { legTension, pullTest, shearTest } from './physics/bonding/bond-tester.ts';
export type { LoopGeometry, PullFailure } from './physics/bonding/bond-tester.ts';
export { aluminiumWedge, goldBall, weldQuality } from './physics/bonding/bond-window.ts';
export type { BondProcess, BondSettings, BondWindow } from './physics/bonding/bond-window.ts';
export { bondedBall, breakingLoad, freeAirBall, wireStrength } from './physics/bonding/bond-wire.ts';
export type { BondWire } from './physics/bonding/bond-wire.ts';
export { BondingModel, typicalBonding } from './physics/bonding/bonding-model.ts';
export type {
  Bond,
  BondedWire,
  BondingModelOptions,
  BondingParameters,
  BondOutcome,
} from './physics/bonding/bonding-model.ts';
export { HeatedStageModel } from './physics/bonding/heated-stage-model.ts';
export type { HeatedStageOptions } from './physics/bonding/heated-stage-model.ts';
export { ChamberHumidity, climateHumidity } from './physics/chamber-humidity.ts';
export type { ChamberHumidityParameters } from './physics/chamber-humidity.ts';
export { ChamberModel } from './physics/chamber-model.ts';
export type { ChamberModelOptions } from './physics/chamber-model.ts';
export { benchChamber, climateChamber } from './physics/chamber-parameters.ts';
export type { ChamberParameters } from './physics/chamber-parameters.ts';
export { airCooledChuck, ChuckModel } from './physics/chuck-model.ts';
export type { ChuckModelOptions, ChuckParameters } from './physics/chuck-model.ts';
export { Compressor } from './physics/compressor.ts';
export type { CompressorOptions } from './physics/compressor.ts';
export {
  contactHardness,
  contactResistance,
  contactResistivity,
  tipForce,
  tungstenOnAluminium,
} from './physics/contact-resistance.ts';
export type { ContactPair } from './physics/contact-resistance.ts';
export type { Curve } from './physics/curves.ts';
export { DeviceTerminals } from './physics/device-terminals.ts';
export type {
  Contacts,
  DeviceUnderTest,
  ImpedanceMeasurement,
  ResistanceMeasurement,
  TerminalLoad,
} from './physics/device-terminals.ts';
export { DeviceInSocket, DeviceUnderNeedles } from './physics/device-under-needles.ts';
export type { DeviceInSocketOptions, DeviceUnderNeedlesOptions } from './physics/device-under-needles.ts';
export { CombDrive, siliconComb } from './physics/devices/comb-drive.ts';
export type { CombDriveParameters } from './physics/devices/comb-drive.ts';
export { insulationAt, withDefect } from './physics/devices/electrical-device.ts';
export type {
  ComplexNumber,
  DeviceConditions,
  ElectricalDevice,
} from './physics/devices/electrical-device.ts';
export { HeaterResistor, platinumHeater } from './physics/devices/heater-resistor.ts';
export type { HeaterParameters } from './physics/devices/heater-resistor.ts';
export { periodic, periodShapes, singlePulse, steady } from './physics/voltage-signal.ts';
export type {
  PeriodicSignalOptions,
  PeriodShape,
  SignalEdge,
  VoltageSignal,
} from './physics/voltage-signal.ts';
export { Resistor } from './physics/devices/resistor.ts';
export { PiezoBridge, pressureBridge } from './physics/devices/piezo-bridge.ts';
export type { PiezoBridgeParameters } from './physics/devices/piezo-bridge.ts';
export { Resonator, siliconResonator } from './physics/devices/resonator.ts';
export type { MotionalBranch, ResonatorParameters } from './physics/devices/resonator.ts';
export { capacitiveSwitch, RfSwitch } from './physics/devices/rf-switch.ts';
export type { RfSwitchParameters } from './physics/devices/rf-switch.ts';
export { gapSpread, layerSpread } from './physics/die.ts';
export type { Defect, Die, ProcessSpread } from './physics/die.ts';
export { expansionCoefficients, siliconExpansion, siliconStrain } from './physics/expansion.ts';
export { dewPoint, saturationPressure, saturationTemperature } from './physics/humid-air.ts';
export { distanceAfter, moveDuration, speedAfter } from './physics/motion-profile.ts';
export type { MotionLimits } from './physics/motion-profile.ts';
export { kelvinCard, ProbeCardModel } from './physics/probe-card-model.ts';
export type { ProbeCardModelOptions, ProbeCardParameters } from './physics/probe-card-model.ts';
export { ProberModel, semiAutomaticProber } from './physics/prober-model.ts';
export type { ProberModelOptions, ProberParameters, WaferPlacement } from './physics/prober-model.ts';
export { stageClasses, StageModel } from './physics/stage-model.ts';
export type { StageModelOptions, StageParameters } from './physics/stage-model.ts';
export { wafer200, WaferModel } from './physics/wafer-model.ts';
export type { WaferModelOptions, WaferParameters } from './physics/wafer-model.ts';
export { matureYield, perfectYield, YieldMap } from './physics/yield.ts';
export type { YieldParameters } from './physics/yield.ts';

// Modbus, Watlow F4T and pseudo terminals
export { modbusRtuService } from './modbus/modbus-rtu-service.ts';
export type { ModbusRtuServiceOptions } from './modbus/modbus-rtu-service.ts';
export { modbusTcpService } from './modbus/modbus-tcp-service.ts';
export type { ModbusTcpServiceOptions } from './modbus/modbus-tcp-service.ts';
export { ModbusException, modbusExceptions } from './modbus/register-bank.ts';
export type { ModbusExceptionCode, RegisterBank } from './modbus/register-bank.ts';
export { servePty } from './serve/serve-pty.ts';
export type { PtyMount, ServePtyOptions } from './serve/serve-pty.ts';
export type { F4tWordOrder } from './watlow-f4t/f4t-bank.ts';
export { F4tModel } from './watlow-f4t/f4t-model.ts';
export type { F4tHighAlarm, F4tLoop, F4tModelOptions, F4tPower, F4tRamp } from './watlow-f4t/f4t-model.ts';
export { WatlowF4tSimulator } from './watlow-f4t/watlow-f4t.ts';
export type { WatlowF4tSimulatorOptions } from './watlow-f4t/watlow-f4t.ts';

// Chambers
export { ChamberController } from './chamber-controller/chamber-controller.ts';
export type {
  ChamberAlarm,
  ChamberBuild,
  ChamberControllerOptions,
  Gradient,
} from './chamber-controller/chamber-controller.ts';
export type {
  ChamberProgram,
  ProgramEnd,
  ProgramLoop,
  ProgramSegment,
} from './chamber-controller/chamber-program.ts';
export type { ProgramDemand, ProgramRunner, RunnerState } from './chamber-controller/program-runner.ts';
export { CszEztSimulator } from './csz-ezt/csz-ezt.ts';
export type { CszEztSimulatorOptions } from './csz-ezt/csz-ezt.ts';
export { EztModel } from './csz-ezt/ezt-model.ts';
export type { EztModelOptions } from './csz-ezt/ezt-model.ts';
export { EspecEs102Simulator, EspecScp220Simulator } from './espec-scp220/espec-scp220.ts';
export { EspecHastSimulator } from './espec-scp220/espec-hast.ts';
export type { EspecHastModel, EspecHastSimulatorOptions } from './espec-scp220/espec-hast.ts';
export { EspecP300Simulator } from './espec-p300/espec-p300.ts';
export type { EspecPanelSimulator, EspecSimulatorOptions } from './espec-p300/espec-p300.ts';
export type { EspecPanel, EspecPanelOptions } from './espec-p300/espec-panel.ts';
export { WeissSimservSimulator } from './weiss-simserv/weiss-simserv.ts';
export type { WeissSimservSimulatorOptions } from './weiss-simserv/weiss-simserv.ts';
export type { WeissChamber, WeissChamberOptions, WeissMessage } from './weiss-simserv/weiss-chamber.ts';
export { WeissAscii2Simulator } from './weiss-ascii2/weiss-ascii2.ts';
export type { WeissAscii2SimulatorOptions } from './weiss-ascii2/weiss-ascii2.ts';
export { WeissSb22Simulator } from './weiss-sb22/weiss-sb22.ts';
export type { WeissSb22SimulatorOptions } from './weiss-sb22/weiss-sb22.ts';
export type { PanelProgram, PanelPrograms } from './chamber-controller/panel-programs.ts';
export { CtsSimulator } from './cts/cts.ts';
export type { CtsSimulatorOptions } from './cts/cts.ts';
export type { CtsChamber, CtsChamberOptions } from './cts/cts-chamber.ts';
export { BinderMb1Simulator, BinderMb2Simulator } from './binder/binder.ts';
export type { BinderMb1SimulatorOptions, BinderMb2SimulatorOptions } from './binder/binder.ts';
export type { BinderMb1, BinderMb1Options } from './binder/binder-mb1.ts';
export type { BinderMb2 } from './binder/binder-mb2.ts';
export { WatlowF4Simulator } from './watlow-f4/watlow-f4.ts';
export type { WatlowF4SimulatorOptions } from './watlow-f4/watlow-f4.ts';
export type { F4Model, F4ModelOptions } from './watlow-f4/f4-model.ts';
// Air streams, chucks, baths and other temperature controllers
export type { ErsAnswers } from './ers-chuck/ers-chuck-commands.ts';
export { ErsChuckModel } from './ers-chuck/ers-chuck-model.ts';
export type { ErsChuckModelOptions } from './ers-chuck/ers-chuck-model.ts';
export { ErsChuckSimulator } from './ers-chuck/ers-chuck.ts';
export type { ErsChuckSimulatorOptions } from './ers-chuck/ers-chuck.ts';
export { EurothermModel } from './eurotherm/eurotherm-model.ts';
export type { EurothermModelOptions } from './eurotherm/eurotherm-model.ts';
export { EurothermSimulator } from './eurotherm/eurotherm.ts';
export type { EurothermSimulatorOptions } from './eurotherm/eurotherm.ts';
export { LakeShoreModel } from './lakeshore/lakeshore-model.ts';
export type { LakeShoreModelOptions } from './lakeshore/lakeshore-model.ts';
export type { LakeShoreInput, LakeShoreOutput } from './lakeshore/lakeshore-settings.ts';
export { LakeShoreSimulator } from './lakeshore/lakeshore.ts';
export type { LakeShoreSimulatorOptions } from './lakeshore/lakeshore.ts';
export { BathModel } from './bath/bath-model.ts';
export type { BathModelOptions } from './bath/bath-model.ts';
export { HuberPbSimulator } from './huber-pb/huber-pb.ts';
export type { HuberPbSimulatorOptions } from './huber-pb/huber-pb.ts';
export type { JulaboState } from './julabo/julabo-commands.ts';
export { JulaboSimulator } from './julabo/julabo.ts';
export type { JulaboSimulatorOptions } from './julabo/julabo.ts';
export { LinkamT95Model, LinkamT95Simulator } from './linkam-t95/linkam-t95.ts';
export type { LinkamT95SimulatorOptions } from './linkam-t95/linkam-t95.ts';
export { MeerstetterMecomSimulator } from './meerstetter-mecom/meerstetter-mecom.ts';
export type { MeerstetterMecomSimulatorOptions } from './meerstetter-mecom/meerstetter-mecom.ts';
export { MecomModel } from './meerstetter-mecom/mecom-model.ts';
export type { MecomModelOptions } from './meerstetter-mecom/mecom-model.ts';
export { AtmoWebModel } from './memmert-atmoweb/atmoweb-model.ts';
export type { AtmoWebModelOptions, AtmoWebOperation } from './memmert-atmoweb/atmoweb-model.ts';
export { MemmertAtmoWebSimulator } from './memmert-atmoweb/memmert-atmoweb.ts';
export type { MemmertAtmoWebSimulatorOptions } from './memmert-atmoweb/memmert-atmoweb.ts';
export { SunEc1xModel } from './sun-ec1x/sun-ec1x-model.ts';
export { SunEc1xSimulator } from './sun-ec1x/sun-ec1x.ts';
export type { SunEc1xSimulatorOptions } from './sun-ec1x/sun-ec1x.ts';
export { ThermalLoopModel } from './physics/thermal-loop-model.ts';
export type { ThermalLoopModelOptions } from './physics/thermal-loop-model.ts';
export {
  airStream,
  heatedPlate,
  microscopeStage,
  nitrogenStage,
  peltierStage,
  stirredBath,
} from './physics/thermal-loop-parameters.ts';
export type { ThermalLoopParameters } from './physics/thermal-loop-parameters.ts';
export type { ThermoStreamName } from './temptronic-thermostream/thermo-stream-machine.ts';
export { ThermoStreamModel } from './temptronic-thermostream/thermo-stream-model.ts';
export type { ThermoStreamModelOptions } from './temptronic-thermostream/thermo-stream-model.ts';
export { ThermotronModel } from './thermotron/thermotron-model.ts';
export type { ThermotronGeneration, ThermotronModelOptions } from './thermotron/thermotron-model.ts';
export { ThermotronSimulator } from './thermotron/thermotron.ts';
export type { ThermotronSimulatorOptions } from './thermotron/thermotron.ts';
export { ThermoStreamSimulator } from './temptronic-thermostream/thermo-stream.ts';
export type { ThermoStreamSimulatorOptions } from './temptronic-thermostream/thermo-stream.ts';

// Faults
export { faultCatalogue } from './faults/catalogue.ts';
export type { FaultKind, FaultLevel, FaultName, FaultSwitch, FaultSwitches } from './faults/catalogue.ts';
export { Faults } from './faults/faults.ts';
export type { ScheduledFault } from './faults/faults.ts';
export { FaultFlag } from './faults/flag.ts';
export { FaultyWire } from './faults/faulty-wire.ts';
export type { FaultyWireOptions, WireFault } from './faults/faulty-wire.ts';
export { ModbusFaults } from './modbus/modbus-faults.ts';
export type { ScpiFaults } from './scpi/scpi-faults.ts';

// A bench in virtual time
export { virtualBench } from './virtual-bench/virtual-bench.ts';
export type {
  BenchContext,
  VirtualBench,
  VirtualBenchLinks,
  VirtualBenchOptions,
} from './virtual-bench/virtual-bench.ts';
export type { SimulatedAddress } from './virtual-bench/simulated-address.ts';

// Helpers for tests
export { snapshotOf } from './testing/snapshot.ts';
export { wireLog } from './testing/wire-log.ts';
export type { WireLog } from './testing/wire-log.ts';

// Record and replay
export { record } from './tape/record.ts';
export type { Recording } from './tape/record.ts';
export { replay, Replay } from './tape/replay.ts';
export type { ReplayOptions } from './tape/replay.ts';
export type { Tape, TapeMessage } from './tape/tape.ts';

// Mounts
export { prologixService } from './gpib/prologix-service.ts';
export type { PrologixOptions, PrologixService } from './gpib/prologix-service.ts';
export type { AdapterKind, AdapterSettings } from './gpib/adapter-settings.ts';
export { serveVxi11 } from './vxi11/serve-vxi11.ts';
export type { ServeVxi11Options, Vxi11Mount } from './vxi11/serve-vxi11.ts';
export type { Vxi11Options } from './vxi11/vxi11-server.ts';
export { serve } from './serve/serve.ts';
export type { Mount, ServeOptions, ServedWire } from './serve/serve.ts';
export { MessageLink } from './serve/message-link.ts';
export type { MessagePeer, MessageService, MessageSession } from './serve/message-service.ts';
export { messageServiceOf } from './serve/message-service-of.ts';
export { serveTcp } from './serve/serve-tcp.ts';
export type { ServeTcpOptions, TcpMount } from './serve/serve-tcp.ts';

// USB
export { serveUsbip } from './usbip/serve-usbip.ts';
export { usbipService } from './usbip/usbip-service.ts';
export { simulatedUsbDevice } from './usbtmc/simulated-usb-device.ts';
export type { SimulatedUsbDevice, SimulatedUsbOptions } from './usbtmc/simulated-usb-device.ts';
export type { UsbDescriptors, UsbEndpointDescriptor, UsbIdentity } from './usbtmc/usb-descriptors.ts';
export type { UsbInResult, UsbPeripheral, UsbStatus } from './usbtmc/usb-peripheral.ts';
export type { UsbSetup } from './usbtmc/usb-setup.ts';
export { UsbtmcInstrument } from './usbtmc/usbtmc-instrument.ts';
export type { UsbtmcOptions } from './usbtmc/usbtmc-instrument.ts';
export type { UsbtmcBehaviour } from './usbtmc/usbtmc-link.ts';
export type {
  WebUsbAlternate,
  WebUsbBytes,
  WebUsbConfiguration,
  WebUsbControlSetup,
  WebUsbDevice,
  WebUsbEndpoint,
  WebUsbInResult,
  WebUsbInterface,
  WebUsbOutResult,
} from './usbtmc/web-usb-device.ts';

// The wire bonder
export { BondTesterSimulator } from './bond-tester/bond-tester.ts';
export type { BondTesterOptions, TestedBond } from './bond-tester/bond-tester.ts';
export { defaultRecipe } from './gem-wirebonder/bond-recipe.ts';
export type { BondRecipe, RecipeWire } from './gem-wirebonder/bond-recipe.ts';
export { BonderModel } from './gem-wirebonder/bonder-model.ts';
export type { BondedUnit, MonitoredBond, ProcessState, WireOnUnit } from './gem-wirebonder/bonder-model.ts';
export type { BonderOperator } from './gem-wirebonder/bonder-operator.ts';
export { bonderIds } from './gem-wirebonder/bonder-surface.ts';
export { GemWirebonderSimulator } from './gem-wirebonder/gem-wirebonder.ts';
export type { GemWirebonderOptions } from './gem-wirebonder/gem-wirebonder.ts';

// SCPI instruments
export { Keithley2400Simulator } from './keithley-2400/keithley-2400-simulator.ts';
export type { Keithley2400SimulatorOptions } from './keithley-2400/keithley-2400-simulator.ts';
export { Keithley2450Simulator } from './keithley-2450/keithley-2450-simulator.ts';
export type { Keithley2450SimulatorOptions } from './keithley-2450/keithley-2450-simulator.ts';

export { Keithley2600Simulator } from './keithley-2600/keithley-2600-simulator.ts';
export type { Keithley2600SimulatorOptions } from './keithley-2600/keithley-2600-simulator.ts';
export { Keithley6485Simulator } from './keithley-6485/keithley-6485-simulator.ts';
export type { Keithley6485SimulatorOptions } from './keithley-6485/keithley-6485-simulator.ts';
export { Keithley707Simulator } from './keithley-707/keithley-707-simulator.ts';
export type { Keithley707SimulatorOptions } from './keithley-707/keithley-707-simulator.ts';
export { Keithley6517Simulator } from './keithley-6517/keithley-6517-simulator.ts';
export type { Keithley6517SimulatorOptions } from './keithley-6517/keithley-6517-simulator.ts';
export type { SmuChannel } from './electrical/smu-channel.ts';
export { KeysightB2900Simulator } from './keysight-b2900/keysight-b2900-simulator.ts';
export type { KeysightB2900SimulatorOptions } from './keysight-b2900/keysight-b2900-simulator.ts';
export { Keysight34461Simulator } from './keysight-34461/keysight-34461-simulator.ts';
export type { Keysight34461SimulatorOptions } from './keysight-34461/keysight-34461-simulator.ts';
export type { DmmInputs, DmmSignal } from './keysight-34461/dmm-inputs.ts';
export type { DmmModel } from './keysight-34461/dmm-model.ts';
export type { TruevoltModel } from './keysight-34461/truevolt-models.ts';
export { KeysightE36300Simulator } from './keysight-e36300/keysight-e36300-simulator.ts';
export type { KeysightE36300SimulatorOptions } from './keysight-e36300/keysight-e36300-simulator.ts';
export type { E36300Supply } from './keysight-e36300/e36300-model.ts';
export type { E36300Model } from './keysight-e36300/e36300-models.ts';
export type {
  OperatingPoint,
  OutputRating,
  Protection,
  SupplyOutput as SimulatedOutput,
  Trip,
} from './physics/supply-output.ts';
export { KeysightInfiniiVisionSimulator } from './keysight-infiniivision/keysight-infiniivision-simulator.ts';
export type { KeysightInfiniiVisionSimulatorOptions } from './keysight-infiniivision/keysight-infiniivision-simulator.ts';
export { TektronixScopeSimulator } from './tektronix-scope/tektronix-scope-simulator.ts';
export type { TektronixScopeSimulatorOptions } from './tektronix-scope/tektronix-scope-simulator.ts';
export { Keysight34401Simulator } from './keysight-34401/keysight-34401-simulator.ts';
export type { Keysight34401SimulatorOptions } from './keysight-34401/keysight-34401-simulator.ts';
export type { Dmm34401Model } from './keysight-34401/dmm-34401-models.ts';
export { RsHmpSimulator } from './rs-hmp/rs-hmp-simulator.ts';
export type { RsHmpSimulatorOptions } from './rs-hmp/rs-hmp-simulator.ts';
export type { HmpModel, HmpSupply } from './rs-hmp/hmp-model.ts';
export { SiglentSpdSimulator } from './siglent-spd/siglent-spd-simulator.ts';
export type { SiglentSpdSimulatorOptions } from './siglent-spd/siglent-spd-simulator.ts';
export type { SpdModel, SpdSupply } from './siglent-spd/spd-model.ts';
export { KeysightE4980Simulator } from './keysight-e4980/keysight-e4980-simulator.ts';
export type { KeysightE4980SimulatorOptions } from './keysight-e4980/keysight-e4980-simulator.ts';
export type { LcrModel, LcrResult, LcrSettings } from './keysight-e4980/lcr-model.ts';
export { RigolDs1000zSimulator } from './rigol-ds1000z/rigol-ds1000z-simulator.ts';
export type { RigolDs1000zSimulatorOptions } from './rigol-ds1000z/rigol-ds1000z-simulator.ts';
export type { ChannelSettings, ScopeChannel } from './oscilloscope/scope-channel.ts';
export type {
  ScopeModel,
  ScopeOptions,
  ScopePhase,
  ScopeSettings,
  TriggerSettings as ScopeTriggerSettings,
} from './oscilloscope/scope-model.ts';
export type { SampleAxis, SampleQuality, ScopeRecord } from './oscilloscope/scope-record.ts';
export { RigolDp800Simulator } from './rigol-dp800/rigol-dp800-simulator.ts';
export type { RigolDp800SimulatorOptions } from './rigol-dp800/rigol-dp800-simulator.ts';
export type { Dp800Supply } from './rigol-dp800/dp800-model.ts';
export type { Dp800Model } from './rigol-dp800/dp800-models.ts';
export type { OutputSettings, SupplyBank } from './power-supply/supply-bank.ts';
export { ScpiInstrument } from './scpi/scpi-instrument.ts';
export type { CommandArguments, CommandHandler, ScpiDialect } from './scpi/scpi-instrument.ts';
export type { NumberRange, Parameter } from './scpi/parameter.ts';
export { scpiMessageService } from './scpi/scpi-message-service.ts';
export { scpiService } from './scpi/scpi-service.ts';
export type { ScpiServiceOptions } from './scpi/scpi-service.ts';
export { ScpiRefusal } from './scpi/status-model.ts';
export type { StatusModel, StatusRegister } from './scpi/status-model.ts';

// Coupled labs
export { WaferLab } from './lab/wafer-lab.ts';
export type { ProberSimulator, WaferLabOptions } from './lab/wafer-lab.ts';

// Probe stations
export { ProberMachine } from './prober/prober-machine.ts';
export type { AfterStep, ProberMachineOptions, ProberPlace } from './prober/prober-machine.ts';
export { ProberMap } from './prober/prober-map.ts';
export type { DieIndex, MapDie, MapOrient, Subsite } from './prober/prober-map.ts';
export type { MotionPhase, ProberAxis, ProberMotion } from './prober/prober-motion.ts';
export { ProberRefusal } from './prober/prober-refusal.ts';
export type { ProberReason } from './prober/prober-refusal.ts';
export { ProberSite } from './prober/prober-site.ts';
export { AccretechSimulator } from './accretech-uf/accretech-uf.ts';
export type { AccretechSimulatorOptions } from './accretech-uf/accretech-uf.ts';
export { AccretechModel } from './accretech-uf/accretech-model.ts';
export type { AccretechModelOptions } from './accretech-uf/accretech-model.ts';
export { P200lSimulator } from './micromanipulator-p200l/micromanipulator-p200l.ts';
export type { P200lSimulatorOptions } from './micromanipulator-p200l/micromanipulator-p200l.ts';
export type { P200lModel } from './micromanipulator-p200l/p200l-commands.ts';
export { PilotSimulator } from './semiprobe-pilot/semiprobe-pilot.ts';
export type { PilotSimulatorOptions } from './semiprobe-pilot/semiprobe-pilot.ts';
export { SignatoneSimulator } from './signatone/signatone.ts';
export type { SignatoneSimulatorOptions } from './signatone/signatone.ts';
export { PegasusModel } from './wentworth-pegasus/pegasus-model.ts';
export { PegasusSimulator } from './wentworth-pegasus/wentworth-pegasus.ts';
export type { PegasusSimulatorOptions } from './wentworth-pegasus/wentworth-pegasus.ts';
export { NucleusSimulator } from './cascade-nucleus/cascade-nucleus.ts';
export type { NucleusSimulatorOptions } from './cascade-nucleus/cascade-nucleus.ts';
export { NucleusModel } from './cascade-nucleus/nucleus-model.ts';
export type { NucleusModelOptions } from './cascade-nucleus/nucleus-model.ts';
export { ElectroglasSimulator } from './electroglas/electroglas.ts';
export type { ElectroglasSimulatorOptions } from './electroglas/electroglas.ts';
export { ElectroglasModel } from './electroglas/electroglas-model.ts';
export type { ElectroglasModelOptions } from './electroglas/electroglas-model.ts';
export { VeloxSimulator } from './formfactor-velox/formfactor-velox.ts';
export type { VeloxSimulatorOptions } from './formfactor-velox/formfactor-velox.ts';
export { VeloxModel } from './formfactor-velox/velox-model.ts';
export type { VeloxModelOptions } from './formfactor-velox/velox-model.ts';
export type { VeloxStage } from './formfactor-velox/velox-stage.ts';
export { SentioSimulator } from './mpi-sentio/mpi-sentio.ts';
export type { SentioSimulatorOptions } from './mpi-sentio/mpi-sentio.ts';
export { SentioModel } from './mpi-sentio/sentio-model.ts';
export type { SentioModelOptions, SentioPositionHint } from './mpi-sentio/sentio-model.ts';

// Balances
export { AanddSimulator } from './aandd/aandd.ts';
export type { AanddSimulatorOptions } from './aandd/aandd.ts';
export { KernClassicSimulator } from './kern-classic/kern-classic.ts';
export { BalanceMachine } from './measuring/balance-machine.ts';
export type { BalanceSimulatorOptions, BalanceUnit, PanView, Settled } from './measuring/balance-machine.ts';
export { LineBalanceSimulator } from './measuring/line-balance.ts';
export type { BalanceDialect } from './measuring/line-balance.ts';
export type { LineClient, LineConversation } from './measuring/line-instrument.ts';
export type { Repeater } from './measuring/repeater.ts';
export { Signal } from './measuring/signal.ts';
export { MettlerMtSicsSimulator } from './mettler-mt-sics/mettler-mt-sics.ts';
export { OhausSimulator } from './ohaus/ohaus.ts';
export { BalanceModel, precisionBalance } from './physics/balance-model.ts';
export type { BalanceModelOptions, BalanceParameters, BalanceVerdict } from './physics/balance-model.ts';
export { RadwagSimulator } from './radwag/radwag.ts';
export { SartoriusSbiSimulator } from './sartorius-sbi/sartorius-sbi.ts';
export type { SartoriusSbiSimulatorOptions } from './sartorius-sbi/sartorius-sbi.ts';

// Length gauges
export { HeidenhainNdSimulator } from './heidenhain-nd/heidenhain-nd.ts';
export type { HeidenhainNdSimulatorOptions } from './heidenhain-nd/heidenhain-nd.ts';
export { MahrMillimarSimulator } from './mahr-millimar/mahr-millimar.ts';
export { LineGaugeSimulator } from './measuring/line-gauge.ts';
export type { GaugeDialect, GaugeSimulatorOptions } from './measuring/line-gauge.ts';
export { MitutoyoDigimaticSimulator } from './mitutoyo-digimatic/mitutoyo-digimatic.ts';
export type { MitutoyoDigimaticSimulatorOptions } from './mitutoyo-digimatic/mitutoyo-digimatic.ts';
export { GaugeModel, handGauge } from './physics/gauge-model.ts';
export type {
  GaugeMode,
  GaugeModelOptions,
  GaugeParameters,
  GaugeTolerance,
  GaugeUnit,
  PartBatch,
} from './physics/gauge-model.ts';
export { StarrettSimulator } from './starrett/starrett.ts';
export { SylvacSimulator } from './sylvac/sylvac.ts';
export type { SylvacSimulatorOptions } from './sylvac/sylvac.ts';
export { TesaTtSimulator } from './tesa-tt/tesa-tt.ts';

// Focus drives
export { EvidentIx85Simulator } from './evident-ix85/evident-ix85.ts';
export type { EvidentIx85SimulatorOptions } from './evident-ix85/evident-ix85.ts';
export type { Ix85Microscope } from './evident-ix85/ix85-microscope.ts';
export { MaerzhaeuserTangoSimulator } from './maerzhaeuser-tango/maerzhaeuser-tango.ts';
export type { MaerzhaeuserTangoSimulatorOptions } from './maerzhaeuser-tango/maerzhaeuser-tango.ts';
export type { TangoAxis, TangoLetter } from './maerzhaeuser-tango/tango-axes.ts';
export type { TangoController } from './maerzhaeuser-tango/tango-controller.ts';
export { ControlledAxis } from './motion/controlled-axis.ts';
export type { AxisRun, ControlledAxisOptions, ReferenceMark } from './motion/controlled-axis.ts';
export { MotorAxis } from './motion/motor-axis.ts';
export type { Hindrance, MotorAxisOptions, MoveEnd } from './motion/motor-axis.ts';
export { PriorProScanSimulator } from './prior-proscan/prior-proscan.ts';
export type { PriorProScanSimulatorOptions } from './prior-proscan/prior-proscan.ts';
export type { ProScanPanel } from './prior-proscan/proscan-panel.ts';

// Displacement sensors
export { KeyenceDlRs1aSimulator } from './keyence-dl-rs1a/keyence-dl-rs1a.ts';
export type { KeyenceDlRs1aSimulatorOptions } from './keyence-dl-rs1a/keyence-dl-rs1a.ts';
export { KeyenceLkSimulator } from './keyence-lk/keyence-lk.ts';
export type { KeyenceLkSimulatorOptions } from './keyence-lk/keyence-lk.ts';
export type { IldSensor, IldSeries } from './micro-epsilon-ild/ild-sensor.ts';
export type { ExtraValue, IldSettings } from './micro-epsilon-ild/ild-settings.ts';
export { MicroEpsilonIldSimulator } from './micro-epsilon-ild/micro-epsilon-ild.ts';
export type { MicroEpsilonIldSimulatorOptions } from './micro-epsilon-ild/micro-epsilon-ild.ts';
export { DisplacementModel, laserSensor } from './physics/displacement-model.ts';
export type {
  DisplacementModelOptions,
  DisplacementParameters,
  DisplacementSample,
  TargetMotion,
} from './physics/displacement-model.ts';

// To write a simulator
export { httpService } from './http-service.ts';
export type { HttpAnswer, HttpRequest } from './http-service.ts';
export { lineService } from './line-service.ts';
export type { LineEnd, LineOptions, LineSession } from './line-service.ts';
export { ElapsedTime, simulatorContext } from './simulator.ts';
export type { Simulator, SimulatorOptions } from './simulator.ts';

// Generic mocks
export type { MockMachine, MockMachineOptions } from './generic/mock-machine.ts';
export { mockOf } from './generic/mock-of.ts';
export type { Mock, MockOptions } from './generic/mock-of.ts';

// The conformance suite
export { conformance } from './conformance/conformance.ts';
export type { TestRunner } from './conformance/conformance.ts';
export { conformanceChecks } from './conformance/conformance-checks.ts';
export { faultTrial } from './conformance/fault-trial.ts';
export type { FaultTrial, FaultTrialOptions, FaultyBench } from './conformance/fault-trial.ts';
export type {
  CheckResult,
  CommandPlan,
  ConformanceBench,
  ConformanceCheck,
  ConformanceFault,
  ConformanceGroup,
  ConformanceOptions,
  EventPlan,
  MakeBench,
  ValuePlan,
} from './conformance/options.ts';

// HiSLIP
export type { HislipPeer } from './hislip/channel.ts';
export { HislipServer } from './hislip/hislip-server.ts';
export type { HislipOptions } from './hislip/hislip-server.ts';
export { serveHislip } from './hislip/serve-hislip.ts';
export type { HislipMount, ServeHislipOptions } from './hislip/serve-hislip.ts';
export type { HislipViolation, ViolationCode } from './hislip/violations.ts';
export { SrsSr830Simulator } from './srs-sr830/srs-sr830-simulator.ts';
export type { SrsSr830SimulatorOptions } from './srs-sr830/srs-sr830-simulator.ts';
export type { Sr830Model } from './srs-sr830/sr830-model.ts';
export { NetworkAnalyserSimulator } from './network-analyser/network-analyser-simulator.ts';
export type {
  NetworkAnalyserModel,
  NetworkAnalyserSimulatorOptions,
} from './network-analyser/network-analyser-simulator.ts';
export type { VnaModel, VnaSettings } from './network-analyser/vna-model.ts';
export { Keithley7001Simulator } from './keithley-7001/keithley-7001-simulator.ts';
export type { Keithley7001SimulatorOptions, SwitchModel } from './keithley-7001/keithley-7001-simulator.ts';
export { switchCards } from './keithley-7001/switch-cards.ts';
export type { SwitchCard } from './keithley-7001/switch-cards.ts';
export { Keysight53220Simulator } from './keysight-53220/keysight-53220-simulator.ts';
export type { Keysight53220SimulatorOptions } from './keysight-53220/keysight-53220-simulator.ts';
export type { CounterModel } from './keysight-53220/counter-model.ts';
export type { CounterSignal } from './keysight-53220/counter-signal.ts';
export { Keysight33500Simulator } from './keysight-33500/keysight-33500-simulator.ts';
export type {
  Keysight33500SimulatorOptions,
  TrueformModel,
} from './keysight-33500/keysight-33500-simulator.ts';
export type { GeneratorChannel } from './keysight-33500/generator-channel.ts';
export { simulatorFor } from './simulator-for.ts';
export { simulators } from './simulators.ts';

// Motorised stages
export type { AptMotor } from './thorlabs-apt/apt-motor.ts';
export { ThorlabsAptSimulator } from './thorlabs-apt/thorlabs-apt.ts';
export type { ThorlabsAptSimulatorOptions } from './thorlabs-apt/thorlabs-apt.ts';
export { Standa8smcSimulator } from './standa-8smc/standa-8smc.ts';
export type { Standa8smcSimulatorOptions } from './standa-8smc/standa-8smc.ts';
export type { SmcMotor } from './standa-8smc/smc-motor.ts';
export type { CorvusController } from './venus/corvus-controller.ts';
export type { HydraAxis, HydraController } from './venus/hydra-controller.ts';
export { CorvusSimulator, HydraSimulator } from './venus/venus.ts';
export type { VenusSimulatorOptions } from './venus/venus.ts';
export type { VenusAxis } from './venus/venus-axis.ts';
export type { EspAxis } from './newport-esp/esp-axis.ts';
export type { EspController } from './newport-esp/esp-controller.ts';
export { NewportEspSimulator } from './newport-esp/newport-esp.ts';
export type { NewportEspSimulatorOptions } from './newport-esp/newport-esp.ts';
export type { PiAxis } from './pi-gcs/pi-axis.ts';
export type { PiController } from './pi-gcs/pi-controller.ts';
export { PiGcsSimulator } from './pi-gcs/pi-gcs.ts';
export type { PiGcsSimulatorOptions } from './pi-gcs/pi-gcs.ts';
export type { ZaberAxis, ZaberDevice, ZaberWarning } from './zaber/zaber-device.ts';
export { ZaberSimulator } from './zaber/zaber.ts';
export type { ZaberSimulatorOptions } from './zaber/zaber.ts';
export type { SimulatorEntry, SimulatorPlace } from './simulators.ts';
export { mockLinks } from './virtual-bench/mock-links.ts';
export type { MockedDevice, MockLinks } from './virtual-bench/mock-links.ts';
