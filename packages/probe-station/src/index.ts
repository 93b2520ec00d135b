export { binPalette, binSymbols, styleBins } from './wafer-map/bins.ts';
export type { Bin, BinQuality, BinStyle, BinSymbol } from './wafer-map/bins.ts';
export { fromChuck, toChuck } from './wafer-map/chuck-frame.ts';
export type { ChuckFrame } from './wafer-map/chuck-frame.ts';
export { dieAt, dieCentre, subsitePosition } from './wafer-map/coordinates.ts';
export { dieKey } from './wafer-map/die-key.ts';
export { countDies, dieKinds, layOutDies } from './wafer-map/dies.ts';
export type { Die, DieKind } from './wafer-map/dies.ts';
export { drawWaferMap } from './wafer-map/draw-map.ts';
export type { DrawOptions } from './wafer-map/draw-map.ts';
export { readE142 } from './wafer-map/e142-read.ts';
export { writeE142 } from './wafer-map/e142-write.ts';
export { g85BinTypes } from './wafer-map/g85-codes.ts';
export type { G85BinType } from './wafer-map/g85-codes.ts';
export { readG85 } from './wafer-map/g85-read.ts';
export { writeG85 } from './wafer-map/g85-write.ts';
export type { G85Options } from './wafer-map/g85-write.ts';
export { flatDistanceUm, waferGeometry } from './wafer-map/geometry.ts';
export type {
  AxisDirections,
  DieIndex,
  Flat,
  LabelFrame,
  Notch,
  Pair,
  PointUm,
  ShotGrid,
  Subsite,
  WaferGeometry,
  WaferGeometryInput,
} from './wafer-map/geometry.ts';
export { dieOf, labelOf } from './wafer-map/labels.ts';
export type { DieLabel } from './wafer-map/labels.ts';
export { fromMapFile, toMapFile } from './wafer-map/map-file.ts';
export type { MapCell, MapFile, MapFileHeader } from './wafer-map/map-file.ts';
export { byColumns, byRows } from './wafer-map/order-lines.ts';
export type { Corner, LineOrder } from './wafer-map/order-lines.ts';
export { nearest } from './wafer-map/order-nearest.ts';
export { sampled } from './wafer-map/order-sampled.ts';
export { spiral } from './wafer-map/order-spiral.ts';
export type { SpiralOrder } from './wafer-map/order-spiral.ts';
export { WaferResults } from './wafer-map/results.ts';
export type { DieResult, Measurement, WaferSummary } from './wafer-map/results.ts';
export { dieOfShot, shotOf } from './wafer-map/shots.ts';
export type { ShotPlace } from './wafer-map/shots.ts';
export { readSinf, writeSinf } from './wafer-map/sinf.ts';
export type { SinfOptions } from './wafer-map/sinf.ts';
export { standardWafers } from './wafer-map/standard-wafers.ts';
export { subsiteVisits } from './wafer-map/subsite-visits.ts';
export type { SubsiteVisit } from './wafer-map/subsite-visits.ts';
export { planTouchdowns } from './wafer-map/touchdowns.ts';
export type { Touchdown, TouchdownPlan } from './wafer-map/touchdowns.ts';
export type { WaferMap } from './wafer-map/wafer-map.ts';
export { probeStation } from './classes/probe-station.ts';
export type { ProbeStation } from './classes/probe-station.ts';
export { axisReference, linearAxis, rotaryAxis, stage } from './classes/stage.ts';
export type { Stage } from './classes/stage.ts';
export type { AxisName, StageOptions } from './classes/stage-members.ts';
export type { StationOptions } from './classes/station-dialect.ts';
export type { RouteOptions } from './classes/host-route.ts';
export { platen, positioner, stationScope, thermalChuck, waferLoader } from './classes/station-parts.ts';
export { drivers } from './drivers.ts';
export type { NucleusOptions } from './cascade-nucleus/nucleus.ts';
export type { VeloxOptions } from './formfactor-velox/velox.ts';
export type { AccretechOptions } from './accretech-uf/accretech-uf.ts';
export type { ElectroglasOptions } from './electroglas/electroglas.ts';
export type { SentioOptions } from './mpi-sentio/mpi-sentio.ts';
export { openProbeStation, openStage } from './open.ts';
export { readStdf } from './stdf/read-stdf.ts';
export { stdfRecords } from './stdf/records.ts';
export type { StdfRecord, StdfRecordName, StdfRecordOf, UnknownStdfRecord } from './stdf/records.ts';
export { StdfWriter, partFlags, testFlags } from './stdf/stdf-writer.ts';
export type { StdfOptions, StdfSink, StdfTest, StdfTestFields } from './stdf/stdf-writer.ts';
export type { AxisUnit } from './stages/axis-scale.ts';
export type { ByAxis, StageAxisOptions } from './stages/stage-axes.ts';
export type { ZaberAxis, ZaberOptions } from './zaber-ascii/zaber-ascii.ts';
export type { PiAxis, PiGcsOptions } from './pi-gcs/pi-gcs.ts';
export type { PilotOptions } from './semiprobe-pilot/semiprobe-pilot.ts';
export type { SignatoneOptions } from './signatone/signatone.ts';
export type { PegasusOptions } from './wentworth-pegasus/wentworth-pegasus.ts';
export type { EspAxis, EspOptions } from './newport-esp/newport-esp.ts';
export type { CorvusAxis, CorvusOptions } from './venus/venus-corvus.ts';
export type { HydraAxis, HydraOptions } from './venus/venus-hydra.ts';
export type { SmcAxis, SmcOptions } from './standa-8smc/standa-8smc.ts';
export type { AptAxis, AptOptions } from './thorlabs-apt/thorlabs-apt.ts';
export type { CorvusProberOptions } from './venus/corvus-prober.ts';
export type { TangoStageOptions } from './maerzhaeuser-tango/tango-stage.ts';
export type { ProScanStageOptions } from './prior-proscan-stage/proscan-stage.ts';
