export { checkProgram } from './programs/check-program.ts';
export type { Bounds, ProgramLimits } from './programs/check-program.ts';
export { drawProgram } from './programs/draw-program.ts';
export type { DrawProgramOptions } from './programs/draw-program.ts';
export { estimateProgram } from './programs/estimate-program.ts';
export type { ProgramEstimate } from './programs/estimate-program.ts';
export { flattenProgram } from './programs/flatten-program.ts';
export type { LoopPass, StepVisit } from './programs/flatten-program.ts';
export { jump, ramp, soak, waitFor } from './programs/program.ts';
export type {
  Guarantee,
  JumpStep,
  Pace,
  Program,
  ProgramEnd,
  ProgramOutputs,
  ProgramSensor,
  ProgramStep,
  RampStep,
  SoakStep,
  WaitCondition,
  WaitStep,
} from './programs/program.ts';
export { programCurve } from './programs/program-curve.ts';
export type { CurvePoint } from './programs/program-curve.ts';
export { fromProgramRecord, toProgramRecord } from './programs/program-record.ts';
export type { ProgramRecord } from './programs/program-record.ts';
export type { ProgramProblem } from './programs/program-structure.ts';
export { programTimeline } from './programs/program-timeline.ts';
export type { ChamberRates, TimelineEntry, TimelineKnot } from './programs/program-timeline.ts';
export type { StorageLimits } from './programs/storage-problems.ts';

export { checkRun } from './profiles/check-run.ts';
export type { CheckRunOptions } from './profiles/check-run.ts';
export { drawRun } from './profiles/draw-run.ts';
export type { DrawRunOptions } from './profiles/draw-run.ts';
export type { Fact } from './profiles/fact.ts';
export { adoptProfile } from './profiles/profile.ts';
export type {
  AnyProfile,
  AnyProfileDefinition,
  Profile,
  ProfileChoices,
  ProfileDefinition,
  Replacements,
} from './profiles/profile.ts';
export { profileProgram } from './profiles/profile-program.ts';
export type { ProfileProgramOptions } from './profiles/profile-program.ts';
export type {
  CyclingValues,
  ProfileKind,
  ProfileValues,
  SteadyValues,
  Tolerance,
} from './profiles/profile-values.ts';
export type { RunFailure, RunFailureCode, RunReport, RunSample } from './profiles/run.ts';
export { aecQ100 } from './profiles/standards/aec-q100.ts';
export type { AecQ100Grade } from './profiles/standards/aec-q100.ts';
export { jesd22A108, milStd883Method1015 } from './profiles/standards/burn-in.ts';
export type { BurnInSelection } from './profiles/standards/burn-in.ts';
export { iec60068Cab, iec60068Db } from './profiles/standards/damp-heat.ts';
export type { CabDuration } from './profiles/standards/damp-heat.ts';
export { jesd22A101, jesd22A110 } from './profiles/standards/humidity-bias.ts';
export { iec60068Na, iec60068Nb } from './profiles/standards/iec-60068-2-14.ts';
export type { Iec14Exposure, NaSelection } from './profiles/standards/iec-60068-2-14.ts';
export { jesd22A104 } from './profiles/standards/jesd22-a104.ts';
export type { A104Condition, A104Selection, A104SoakMode } from './profiles/standards/jesd22-a104.ts';
export { jesd22A106, milStd883Method1011 } from './profiles/standards/liquid-shock.ts';
export type { A106Condition, Mil1011Condition } from './profiles/standards/liquid-shock.ts';
export { milStd883Method1010 } from './profiles/standards/mil-std-883-1010.ts';
export type { Mil1010Condition } from './profiles/standards/mil-std-883-1010.ts';
export { standardProfiles } from './profiles/standards/standard-profiles.ts';
export {
  alarmControl,
  alarmLimits,
  cascadeControl,
  cascadeDeviation,
  chamberDoor,
  chamberFan,
  digitalInput,
  digitalOutput,
  humidityControl,
  humidityLoop,
  productLoop,
  rampControl,
} from './classes/chamber-parts.ts';
export { programStore } from './classes/program-store.ts';
export { thermalChamber } from './classes/thermal-chamber.ts';
export type { ThermalChamber } from './classes/thermal-chamber.ts';
export { chuckHold, dewPointWatch, heatSink, thermalChuck } from './classes/thermal-chuck.ts';
export type { ThermalChuck } from './classes/thermal-chuck.ts';
export { shockZone, thermalShockChamber } from './classes/thermal-shock-chamber.ts';
export type { ThermalShockChamber } from './classes/thermal-shock-chamber.ts';
export { dutSensor, thermalStream } from './classes/thermal-stream.ts';
export type { ThermalStream } from './classes/thermal-stream.ts';
export { drivers } from './drivers.ts';
export { openThermalChamber, openThermalChuck, openThermalShockChamber, openThermalStream } from './open.ts';
export type { WatlowF4Options } from './watlow-f4/watlow-f4.ts';
export type { WatlowF4tOptions } from './watlow-f4t/watlow-f4t.ts';
export type { WeissSimServOptions } from './weiss-simserv/weiss-simserv.ts';
export type { Ascii2Channel, WeissAscii2Options } from './weiss-ascii2/weiss-ascii2.ts';
export type { WeissSb22Options } from './weiss-sb22/weiss-sb22.ts';
export type { StatedRanges } from './classes/ranges.ts';
export type { CtsOptions } from './cts/cts.ts';
export type { BinderOptions } from './binder/binder.ts';
export type { ThermotronOptions } from './thermotron/thermotron-parts.ts';
export type { LakeshoreOptions } from './lakeshore/lakeshore.ts';
export type { EurothermModbusOptions } from './eurotherm/eurotherm-modbus.ts';
export type { EurothermBisynchOptions } from './eurotherm/eurotherm-bisynch.ts';
export type { CszEztOptions } from './csz-ezt/csz-ezt.ts';
export type { MemmertOptions } from './memmert/memmert.ts';
export type { EspecOptions } from './espec/espec.ts';
export type { ErsChuckOptions } from './ers-chuck/ers-chuck.ts';
export type { LinkamT95Options } from './linkam-t95/linkam-t95.ts';
export type { MeerstetterOptions } from './meerstetter-mecom/meerstetter-mecom.ts';
export type { JulaboOptions } from './julabo/julabo.ts';
export type { HuberPbOptions } from './huber-pb/huber-pb.ts';
