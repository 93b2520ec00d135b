/** Where a fault is: on the wire, in what the machine says, or in the machine itself. */
export type FaultLevel = 'wire' | 'protocol' | 'machine';

/** What a fault is, and what it asks of a driver. */
export interface FaultKind {
  readonly level: FaultLevel;
  /** What happens, in one line. */
  readonly what: string;
  /** What a driver must do, in one line. */
  readonly driver: string;
}

/**
 * The faults that simulators and wires know by name. Which of them a simulator has is in its `faults`; those of the
 * level `wire` come from a `FaultyWire` around any of its services.
 */
export const faultCatalogue = {
  drop: {
    level: 'wire',
    what: 'Replies are lost.',
    driver: 'End with kind `timeout` inside the deadline; the next call asks anew.',
  },
  delay: {
    level: 'wire',
    what: 'Replies come later, but inside the deadline.',
    driver: 'Wait; give the right value.',
  },
  'late-reply': {
    level: 'wire',
    what: 'Replies come after the deadline.',
    driver: 'End with kind `timeout`; never give the late reply to a later call.',
  },
  truncate: {
    level: 'wire',
    what: 'The end of each reply is lost.',
    driver: 'End with kind `timeout` or `protocol`; never take the part for the whole.',
  },
  garble: {
    level: 'wire',
    what: 'A byte of each reply is another one.',
    driver:
      'End with kind `protocol`, `device` or `timeout` wherever the format or a checksum shows it; without a checksum a digit that became another digit cannot be told, but the replies after the fault must be right.',
  },
  duplicate: {
    level: 'wire',
    what: 'Each reply comes twice.',
    driver: 'Drop the second; never give it to the next call.',
  },
  echo: {
    level: 'wire',
    what: 'What is sent comes back before the reply, as on a half-duplex line.',
    driver:
      'End with kind `protocol` or `timeout`, unless the device is known to echo; never read the echo as a value.',
  },
  'half-open': {
    level: 'wire',
    what: 'The connection stands, and nothing passes in either direction.',
    driver: 'End with kind `timeout`; go on when the wire passes bytes again.',
  },
  unplug: {
    level: 'wire',
    what: 'The connection ends, and new ones end at once.',
    driver: 'End with kind `link`; mark values stale; connect again by itself when the cable is back.',
  },
  'slow-drip': {
    level: 'wire',
    what: 'Replies come byte by byte with a pause between them.',
    driver: 'Put the message together; a deadline counts from the start of the exchange.',
  },
  'merged-replies': {
    level: 'wire',
    what: 'A reply is held back and comes together with the next one.',
    driver: 'End the first call with kind `timeout`; never let its reply answer the second.',
  },
  split: {
    level: 'wire',
    what: 'Replies come in single bytes.',
    driver: 'Put the message together; give the right value.',
  },
  nak: {
    level: 'protocol',
    what: 'The machine does not accept what it received: NAK, or a stream 9 message.',
    driver: 'End with kind `device` or `protocol` at the call that was refused.',
  },
  'wrong-checksum': {
    level: 'protocol',
    what: 'Replies carry a wrong checksum.',
    driver: 'End with kind `protocol` or `timeout`; never use the data.',
  },
  'wrong-unit-id': {
    level: 'protocol',
    what: "Replies carry another unit's address.",
    driver: 'End with kind `protocol` or `timeout`; never use the data.',
  },
  busy: {
    level: 'protocol',
    what: 'The machine says that it is busy.',
    driver: 'End with kind `busy` or `device`; try again only where that is harmless.',
  },
  'error-queue-overflow': {
    level: 'protocol',
    what: 'The error queue is full, and newer errors are lost.',
    driver: 'End with kind `device`; say that errors were lost.',
  },
  'error-reply': {
    level: 'protocol',
    what: 'The machine answers with an error of its own.',
    driver: "End with kind `device`; keep the machine's code and text readable.",
  },
  'wrong-terminator': {
    level: 'protocol',
    what: 'Replies end with another terminator.',
    driver: 'End with kind `timeout` or `protocol`, or take the reply whole; never cut a value.',
  },
  'brown-out': {
    level: 'protocol',
    what: 'The machine started anew: settings are forgotten, the connection may have survived.',
    driver: 'Read settings back; never assume that what was written is still there.',
  },
  'sensor-open': {
    level: 'machine',
    what: 'A sensor wire is broken.',
    driver: 'End with kind `device`, or give a reading of quality `bad`; never a number of quality `good`.',
  },
  'sensor-stuck': {
    level: 'machine',
    what: 'A sensor shows the same value whatever happens.',
    driver: 'Nothing shows it on the wire: a command that waits for the value ends by its deadline.',
  },
  'sensor-drift': {
    level: 'machine',
    what: 'A sensor shows more and more too much.',
    driver: 'Nothing shows it on the wire: compare with a second sensor where there is one.',
  },
  unstable: {
    level: 'machine',
    what: 'The weight never settles: draught, or a bench that shakes.',
    driver:
      'End with kind `device`, code `unstable`; a command that waits for stability ends by its deadline.',
  },
  overload: {
    level: 'machine',
    what: 'There is more on the balance than it can weigh.',
    driver: 'End with kind `device`, code `overload`; the number of a full scale is no weight.',
  },
  'out-of-range': {
    level: 'machine',
    what: 'The target is outside the range, or the probe beyond its travel.',
    driver: 'End with kind `device`; in a stream give NaN and count it, never a made-up number.',
  },
  'low-battery': {
    level: 'machine',
    what: 'The battery of a hand tool is nearly empty.',
    driver:
      'End with kind `device` where the tool says so or falls silent; never a number of quality `good`.',
  },
  'door-open': {
    level: 'machine',
    what: 'The door is open.',
    driver:
      'End moves and conditioning with kind `device` or `state` where the machine says so; a wait ends by its deadline.',
  },
  'compressor-trip': {
    level: 'machine',
    what: 'The compressor has tripped: nothing cools.',
    driver: 'Report the alarm where there is one; a command that waits for cold ends by its deadline.',
  },
  'heater-failed': {
    level: 'machine',
    what: 'The heater gives nothing.',
    driver: 'Report the alarm where there is one; a command that waits for heat ends by its deadline.',
  },
  'over-temperature': {
    level: 'machine',
    what: 'The over-temperature limiter has tripped.',
    driver: 'Report the alarm; a command under way ends with kind `device`.',
  },
  'interlock-open': {
    level: 'machine',
    what: 'The safety interlock of the output is open: the output goes off and cannot be switched on.',
    driver: 'End what needs the output with kind `device`; never say that an output is on which is off.',
  },
  'vacuum-lost': {
    level: 'machine',
    what: 'The wafer is not held although the vacuum is on.',
    driver: 'End a move with kind `device`; read back where the chuck is.',
  },
  'no-contact': {
    level: 'machine',
    what: 'The needles do not touch at contact height.',
    driver: 'Give what the meter says: an overload is no value.',
  },
  'wafer-lost': {
    level: 'machine',
    what: 'There is no wafer on the chuck any more.',
    driver:
      'End with kind `device` where the machine says so; never give a value of a die that is not there.',
  },
  'wafer-ends': {
    level: 'machine',
    what: 'The route over the wafer ends at the die under the needles.',
    driver: 'Give the end of the wafer as a value, never as an error; the chuck has not moved.',
  },
  'local-mode': {
    level: 'machine',
    what: 'An operator has taken local control.',
    driver: 'End moves with kind `device`, `state` or `timeout`; read back where the chuck is.',
  },
  'emergency-stop': {
    level: 'machine',
    what: 'The emergency stop is pressed.',
    driver: 'End what is under way with kind `device`; move nothing before an operator released it.',
  },
  'limit-switch': {
    level: 'machine',
    what: 'A limit switch trips in the middle of a move.',
    driver: 'End the move with kind `device`; say where the axis stands.',
  },
  stall: {
    level: 'machine',
    what: 'The motor stalls in the middle of a move: the axis stands before its target.',
    driver: 'End the move with kind `device`; never call a target reached that was not.',
  },
  'non-stick': {
    level: 'machine',
    what: 'Bonds do not stick.',
    driver: 'Report the alarm and the bond as failed; the lot waits for the operator.',
  },
  'short-tail': {
    level: 'machine',
    what: 'Wire tails are too short for the next ball.',
    driver: 'Report the alarm; the lot waits for the operator.',
  },
  'wire-break': {
    level: 'machine',
    what: 'Wires break.',
    driver: 'Report the alarm and the bond as failed; the lot waits for the operator.',
  },
} as const satisfies Readonly<Record<string, FaultKind>>;

/** The name of a fault in {@link faultCatalogue}. */
export type FaultName = keyof typeof faultCatalogue;

/** Makes a fault come (true) and go (false). Turning it twice the same way changes nothing. */
export type FaultSwitch = (active: boolean) => void;

/** The faults that something has, by name. */
export type FaultSwitches = Readonly<Partial<Record<FaultName, FaultSwitch>>>;
