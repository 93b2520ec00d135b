export { exportCsv } from './records/export-csv.ts';
export { exportParquet } from './records/export-parquet.ts';
export { exportStdf } from './records/export-stdf.ts';
export type { ExportStdfOptions } from './records/export-stdf.ts';
export { exportWaferMaps } from './records/wafers.ts';
export type { MapOptions, NamedText } from './records/wafers.ts';
export type { ReadingColumn, TableOptions } from './records/tables.ts';
export { journalSchemas } from './records/entry.ts';
export type {
  EntryOf,
  EntryType,
  JournalEntry,
  JournalFault,
  MeasurementLimits,
  MeasurementVerdict,
  NewEntry,
  Target,
} from './records/entry.ts';
export { openJournal } from './records/journal.ts';
export type {
  DeclaredMeasurement,
  Journal,
  JournalOptions,
  MeasurementDeclaration,
  MeasurementRemarks,
} from './records/journal.ts';
export { describeTarget, judge, Ledger } from './records/ledger.ts';
export type { LedgerItem } from './records/ledger.ts';
export { parseJournal, readJournal } from './records/read-journal.ts';
export type { JournalDamage, JournalReader } from './records/read-journal.ts';
export { memorySink } from './records/sink.ts';
export type { JournalSink, MemorySink } from './records/sink.ts';
export type { ReportTable } from './report/table.ts';
export { renderReport } from './report/render-report.ts';
export type { ReportBlock, ReportOptions, ReportSection } from './report/render-report.ts';
export { judgeJournal } from './report/verdict.ts';
export type { RunVerdict } from './report/verdict.ts';
export { procedures } from './procedures/procedures.ts';
export { benchSchema } from './bench-file/bench-schema.ts';
export type { BenchDevice, BenchFile } from './bench-file/bench-schema.ts';
export { readOptionsFile } from './bench-file/options-file.ts';
export { parseBenchFile, readBenchFile } from './bench-file/read-bench-file.ts';
export type { Variables } from './bench-file/read-bench-file.ts';
export { Bench } from './bench/bench.ts';
export type { BenchDevices, BenchEntry } from './bench/bench.ts';
export { isMocked } from './bench/load-mock.ts';
export { openBench } from './bench/open-bench.ts';
export type {
  BenchOptions,
  BenchSlot,
  DeviceOpeners,
  OpenBenchOptions,
  OpenedDevices,
} from './bench/open-bench.ts';
export { describeDriver, describeDriverOptions, describeProcedureOptions } from './reference/describe.ts';
export { allDrivers, driverEntry } from './bench/openers.ts';
export { recordBench, recordReadings } from './bench/record-bench.ts';
export { recordSettings } from './bench/record-settings.ts';
export { retryWhileLost } from './bench/retry-while-lost.ts';
export type { RetryOptions } from './bench/retry-while-lost.ts';
export { runSafely } from './bench/run-safely.ts';
export type { RunOutcome, RunSafelyOptions } from './bench/run-safely.ts';
export { conditionSchema, interlockSchema } from './interlocks/interlock.ts';
export type { Condition, Interlock, Interlocks } from './interlocks/interlock.ts';
export type { Trip } from './interlocks/interlock-keeper.ts';
export { checkpoint, parallel, prompt, step } from './procedure/action.ts';
export type {
  Action,
  Actions,
  Checkpoint,
  Parallel,
  Prompt,
  Step,
  StepContext,
  StepOptions,
} from './procedure/action.ts';
export { planProcedure } from './procedure/plan-procedure.ts';
export type { Plan, PlannedAction } from './procedure/plan-procedure.ts';
export { defineProcedure } from './procedure/procedure.ts';
export type {
  DeviceClasses,
  Procedure,
  ProcedureContext,
  ProcedureDefinition,
} from './procedure/procedure.ts';
export { runProcedure } from './procedure/run-procedure.ts';
export type { Operator } from './procedure/ask-operator.ts';
export type { ProcedureProgress, ProcedureRun, RunProcedureOptions } from './procedure/run-procedure.ts';
export { readStepRecord } from './procedure/step-record.ts';
export type { StepRecord } from './procedure/step-record.ts';
export { grid, sweep } from './procedures/sweep.ts';
export type { GridOptions, SweepDefinition, SweepOptions, SweepPoint } from './procedures/sweep.ts';
export type { Axis, AxisOptions, AxisValue } from './procedures/axis.ts';
export type { Channel, Measured } from './procedures/channel.ts';
export type { SettingList } from './procedures/settings.ts';
export { thermalCycle } from './procedures/thermal-cycle.ts';
export type { ThermalCycleOptions } from './procedures/thermal-cycle.ts';
export type { CyclingResult } from './procedures/cycling.ts';
export { thermalShock } from './procedures/thermal-shock.ts';
export type { ThermalShockOptions } from './procedures/thermal-shock.ts';
export { thermalSoak } from './procedures/thermal-soak.ts';
export type { SoakResult, ThermalSoakOptions } from './procedures/thermal-soak.ts';
export { burnIn } from './procedures/burn-in.ts';
export type { BurnInDefinition, BurnInOptions, BurnInPart, BurnInResult } from './procedures/burn-in.ts';
export { waferTest } from './procedures/wafer-test.ts';
export type { WaferPass, WaferTestDefinition, WaferTestResult } from './procedures/wafer-test.ts';
export type { DieOutcome, DieTest } from './procedures/die-test.ts';
export type { WaferTestOptions } from './procedures/wafer-options.ts';
export { bondLot } from './procedures/bond-lot.ts';
export type { BondLotOptions, BondLotResult } from './procedures/bond-lot.ts';
