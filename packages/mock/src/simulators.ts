import { AanddSimulator } from './aandd/aandd.ts';
import { AccretechSimulator } from './accretech-uf/accretech-uf.ts';
import { BinderMb1Simulator } from './binder/binder.ts';
import { BinderMb2Simulator } from './binder/binder.ts';
import { BondTesterSimulator } from './bond-tester/bond-tester.ts';
import { NucleusSimulator } from './cascade-nucleus/cascade-nucleus.ts';
import { CszEztSimulator } from './csz-ezt/csz-ezt.ts';
import { CtsSimulator } from './cts/cts.ts';
import { ElectroglasSimulator } from './electroglas/electroglas.ts';
import { ErsChuckSimulator } from './ers-chuck/ers-chuck.ts';
import { EspecP300Simulator } from './espec-p300/espec-p300.ts';
import { EspecEs102Simulator } from './espec-scp220/espec-scp220.ts';
import { EspecScp220Simulator } from './espec-scp220/espec-scp220.ts';
import { EurothermSimulator } from './eurotherm/eurotherm.ts';
import { EvidentIx85Simulator } from './evident-ix85/evident-ix85.ts';
import { VeloxSimulator } from './formfactor-velox/formfactor-velox.ts';
import { GemWirebonderSimulator } from './gem-wirebonder/gem-wirebonder.ts';
import { HeidenhainNdSimulator } from './heidenhain-nd/heidenhain-nd.ts';
import { HuberPbSimulator } from './huber-pb/huber-pb.ts';
import { JulaboSimulator } from './julabo/julabo.ts';
import { Keithley2400Simulator } from './keithley-2400/keithley-2400-simulator.ts';
import { Keithley2450Simulator } from './keithley-2450/keithley-2450-simulator.ts';
import { Keithley2600Simulator } from './keithley-2600/keithley-2600-simulator.ts';
import { Keithley6485Simulator } from './keithley-6485/keithley-6485-simulator.ts';
import { Keithley6517Simulator } from './keithley-6517/keithley-6517-simulator.ts';
import { Keithley7001Simulator } from './keithley-7001/keithley-7001-simulator.ts';
import { Keithley707Simulator } from './keithley-707/keithley-707-simulator.ts';
import { KernClassicSimulator } from './kern-classic/kern-classic.ts';
import { KeyenceDlRs1aSimulator } from './keyence-dl-rs1a/keyence-dl-rs1a.ts';
import { KeyenceLkSimulator } from './keyence-lk/keyence-lk.ts';
import { Keysight33500Simulator } from './keysight-33500/keysight-33500-simulator.ts';
import { Keysight34401Simulator } from './keysight-34401/keysight-34401-simulator.ts';
import { Keysight34461Simulator } from './keysight-34461/keysight-34461-simulator.ts';
import { Keysight53220Simulator } from './keysight-53220/keysight-53220-simulator.ts';
import { KeysightB2900Simulator } from './keysight-b2900/keysight-b2900-simulator.ts';
import { KeysightE36300Simulator } from './keysight-e36300/keysight-e36300-simulator.ts';
import { KeysightE4980Simulator } from './keysight-e4980/keysight-e4980-simulator.ts';
import { KeysightInfiniiVisionSimulator } from './keysight-infiniivision/keysight-infiniivision-simulator.ts';
import { LakeShoreSimulator } from './lakeshore/lakeshore.ts';
import { LinkamT95Simulator } from './linkam-t95/linkam-t95.ts';
import { MaerzhaeuserTangoSimulator } from './maerzhaeuser-tango/maerzhaeuser-tango.ts';
import { MahrMillimarSimulator } from './mahr-millimar/mahr-millimar.ts';
import { MeerstetterMecomSimulator } from './meerstetter-mecom/meerstetter-mecom.ts';
import { MemmertAtmoWebSimulator } from './memmert-atmoweb/memmert-atmoweb.ts';
import { MettlerMtSicsSimulator } from './mettler-mt-sics/mettler-mt-sics.ts';
import { MicroEpsilonIldSimulator } from './micro-epsilon-ild/micro-epsilon-ild.ts';
import { P200lSimulator } from './micromanipulator-p200l/micromanipulator-p200l.ts';
import { MitutoyoDigimaticSimulator } from './mitutoyo-digimatic/mitutoyo-digimatic.ts';
import { SentioSimulator } from './mpi-sentio/mpi-sentio.ts';
import { NetworkAnalyserSimulator } from './network-analyser/network-analyser-simulator.ts';
import { OhausSimulator } from './ohaus/ohaus.ts';
import { PriorProScanSimulator } from './prior-proscan/prior-proscan.ts';
import { RadwagSimulator } from './radwag/radwag.ts';
import { RigolDp800Simulator } from './rigol-dp800/rigol-dp800-simulator.ts';
import { RigolDs1000zSimulator } from './rigol-ds1000z/rigol-ds1000z-simulator.ts';
import { RsHmpSimulator } from './rs-hmp/rs-hmp-simulator.ts';
import { SartoriusSbiSimulator } from './sartorius-sbi/sartorius-sbi.ts';
import { SiglentSpdSimulator } from './siglent-spd/siglent-spd-simulator.ts';
import { SrsSr830Simulator } from './srs-sr830/srs-sr830-simulator.ts';
import { StarrettSimulator } from './starrett/starrett.ts';
import { PilotSimulator } from './semiprobe-pilot/semiprobe-pilot.ts';
import { SignatoneSimulator } from './signatone/signatone.ts';
import { SunEc1xSimulator } from './sun-ec1x/sun-ec1x.ts';
import { SylvacSimulator } from './sylvac/sylvac.ts';
import { TektronixScopeSimulator } from './tektronix-scope/tektronix-scope-simulator.ts';
import { ThermoStreamSimulator } from './temptronic-thermostream/thermo-stream.ts';
import { TesaTtSimulator } from './tesa-tt/tesa-tt.ts';
import { ThermotronSimulator } from './thermotron/thermotron.ts';
import { WatlowF4Simulator } from './watlow-f4/watlow-f4.ts';
import { WatlowF4tSimulator } from './watlow-f4t/watlow-f4t.ts';
import { WeissAscii2Simulator } from './weiss-ascii2/weiss-ascii2.ts';
import { WeissSb22Simulator } from './weiss-sb22/weiss-sb22.ts';
import { zaberFullStep, zaberResolution } from './zaber/zaber-device.ts';
import { ZaberSimulator } from './zaber/zaber.ts';
import { PegasusSimulator } from './wentworth-pegasus/wentworth-pegasus.ts';
import { WeissSimservSimulator } from './weiss-simserv/weiss-simserv.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';
import { PiGcsSimulator } from './pi-gcs/pi-gcs.ts';
import { NewportEspSimulator } from './newport-esp/newport-esp.ts';
import { CorvusSimulator, HydraSimulator } from './venus/venus.ts';
import { smcFullStep } from './standa-8smc/smc-motor.ts';
import { Standa8smcSimulator } from './standa-8smc/standa-8smc.ts';
import { aptCountsPerMillimetre } from './thorlabs-apt/apt-motor.ts';
import { ThorlabsAptSimulator } from './thorlabs-apt/thorlabs-apt.ts';

/** What a simulator of the list is told: time, chance, and which device on the line it is. */
export interface SimulatorPlace extends SimulatorOptions {
  /** Its unit on a Modbus line. */
  readonly unit?: number;
  /** Its address on a serial line with several devices. */
  readonly address?: number;
}

/** A simulator that the command line can serve, and how it is then read. */
export interface SimulatorEntry {
  readonly name: string;
  /** The driver that reads it. */
  readonly driver: string;
  /** A member worth reading; none where it has only events and commands. */
  readonly member?: string;
  /** Options without which its driver cannot read it. */
  readonly driverOptions?: object;
  /** Makes one. */
  readonly create: (place?: SimulatorPlace) => Simulator;
}

/** The simulators that can be served. */
export const simulators: readonly SimulatorEntry[] = [
  {
    name: 'watlow-f4t',
    driver: 'watlow-f4t',
    member: 'temperature',
    create: (time) => new WatlowF4tSimulator(time),
  },
  {
    name: 'watlow-f4',
    driver: 'watlow-f4',
    member: 'temperature',
    create: (time) => new WatlowF4Simulator(time),
  },
  {
    name: 'espec-p300',
    driver: 'espec-p300',
    member: 'temperature',
    create: (time) => new EspecP300Simulator(time),
  },
  {
    name: 'espec-scp220',
    driver: 'espec-scp220',
    member: 'temperature',
    create: (time) => new EspecScp220Simulator(time),
  },
  {
    name: 'espec-es102',
    driver: 'espec-es102',
    member: 'temperature',
    create: (time) => new EspecEs102Simulator(time),
  },
  {
    name: 'temptronic-thermostream',
    driver: 'temptronic-ats',
    member: 'temperature',
    create: (time) => new ThermoStreamSimulator({ ...time, sensor: 1 }),
  },
  {
    name: 'csz-ezt',
    driver: 'csz-ezt-430i',
    member: 'temperature',
    driverOptions: { powerEvent: 0 },
    create: (time) => new CszEztSimulator(time),
  },
  {
    name: 'gem-wirebonder',
    driver: 'gem-wirebonder',
    member: 'processing',
    create: (time) => new GemWirebonderSimulator(time),
  },
  { name: 'bond-tester', driver: 'bond-tester-csv', create: (time) => new BondTesterSimulator(time) },
  {
    name: 'keysight-34461',
    driver: 'keysight-34460',
    member: 'reading',
    create: (time) => new Keysight34461Simulator(time),
  },
  {
    name: 'keithley-2400',
    driver: 'keithley-2400',
    member: 'channels/1/output',
    create: (time) => new Keithley2400Simulator(time),
  },
  {
    name: 'keithley-2450',
    driver: 'keithley-2450',
    member: 'channels/1/output',
    create: (time) => new Keithley2450Simulator(time),
  },
  {
    name: 'keithley-2600',
    driver: 'keithley-2600',
    member: 'channels/1/output',
    create: (time) => new Keithley2600Simulator(time),
  },
  {
    name: 'keysight-b2900',
    driver: 'keysight-b2900',
    member: 'channels/1/output',
    create: (time) => new KeysightB2900Simulator(time),
  },
  {
    name: 'keysight-e36300',
    driver: 'keysight-e36300',
    member: 'outputs/1/measurement',
    create: (time) => new KeysightE36300Simulator(time),
  },
  {
    name: 'rigol-dp800',
    driver: 'rigol-dp800',
    member: 'outputs/1/measurement',
    create: (time) => new RigolDp800Simulator(time),
  },
  {
    name: 'mpi-sentio',
    driver: 'mpi-sentio',
    member: 'position',
    create: (time) => new SentioSimulator(time),
  },
  {
    name: 'formfactor-velox',
    driver: 'formfactor-velox',
    member: 'position',
    create: (time) => new VeloxSimulator(time),
  },
  {
    name: 'electroglas',
    driver: 'electroglas',
    member: 'die',
    driverOptions: { dies: { columns: { min: -15, max: 15 }, rows: { min: -15, max: 15 } } },
    create: (time) => new ElectroglasSimulator(time),
  },
  {
    name: 'accretech-uf',
    driver: 'accretech-uf',
    member: 'die',
    create: (time) => new AccretechSimulator(time),
  },
  {
    name: 'wentworth-pegasus',
    driver: 'wentworth-pegasus',
    member: 'position',
    create: (time) => new PegasusSimulator(time),
  },
  {
    name: 'micromanipulator-p200l',
    driver: 'micromanipulator-p200l',
    member: 'die',
    create: (time) => new P200lSimulator(time),
  },
  {
    name: 'semiprobe-pilot',
    driver: 'semiprobe-pilot',
    member: 'height',
    create: (time) => new PilotSimulator(time),
  },
  {
    name: 'signatone',
    driver: 'signatone',
    member: 'die',
    create: (time) => new SignatoneSimulator(time),
  },
  {
    name: 'cascade-nucleus',
    driver: 'cascade-nucleus',
    member: 'position',
    create: (time) => new NucleusSimulator(time),
  },
  {
    name: 'weiss-simserv',
    driver: 'weiss-simserv',
    member: 'temperature',
    create: (time) => new WeissSimservSimulator(time),
  },
  {
    name: 'weiss-ascii2',
    driver: 'weiss-ascii2',
    member: 'temperature',
    create: (time) => new WeissAscii2Simulator(time),
  },
  {
    name: 'weiss-sb22',
    driver: 'weiss-sb22',
    member: 'temperature',
    create: (time) => new WeissSb22Simulator(time),
  },
  { name: 'cts', driver: 'cts', member: 'temperature', create: (time) => new CtsSimulator(time) },
  {
    name: 'binder-mb1',
    driver: 'binder',
    member: 'temperature',
    driverOptions: { controller: 'MB1' },
    create: (time) => new BinderMb1Simulator(time),
  },
  {
    name: 'binder-mb2',
    driver: 'binder',
    member: 'temperature',
    driverOptions: { controller: 'MB2' },
    create: (time) => new BinderMb2Simulator(time),
  },
  {
    name: 'thermotron',
    driver: 'thermotron-8800',
    member: 'temperature',
    create: (time) => new ThermotronSimulator(time),
  },
  {
    name: 'sun-ec1x',
    driver: 'sun-ec1x',
    member: 'temperature',
    create: (time) => new SunEc1xSimulator(time),
  },
  {
    name: 'lakeshore',
    driver: 'lakeshore-33x',
    member: 'temperature',
    create: (time) => new LakeShoreSimulator(time),
  },
  {
    name: 'eurotherm',
    driver: 'eurotherm-modbus',
    member: 'temperature',
    create: (time) => new EurothermSimulator(time),
  },
  {
    name: 'memmert-atmoweb',
    driver: 'memmert-atmoweb',
    member: 'temperature',
    create: (time) => new MemmertAtmoWebSimulator(time),
  },
  {
    name: 'mettler-mt-sics',
    driver: 'mt-sics',
    member: 'weight',
    create: (time) => new MettlerMtSicsSimulator(time),
  },
  {
    name: 'sartorius-sbi',
    driver: 'sartorius-sbi',
    member: 'weight',
    create: (time) => new SartoriusSbiSimulator(time),
  },
  { name: 'ohaus', driver: 'ohaus', member: 'weight', create: (time) => new OhausSimulator(time) },
  { name: 'aandd', driver: 'aandd', member: 'weight', create: (time) => new AanddSimulator(time) },
  { name: 'radwag', driver: 'radwag', member: 'weight', create: (time) => new RadwagSimulator(time) },
  {
    name: 'kern-classic',
    driver: 'kern-classic',
    member: 'weight',
    create: (time) => new KernClassicSimulator(time),
  },
  {
    name: 'heidenhain-nd',
    driver: 'heidenhain-nd',
    member: 'reading',
    create: (time) => new HeidenhainNdSimulator(time),
  },
  {
    name: 'keyence-dl-rs1a',
    driver: 'keyence-dl-rs1a',
    member: 'reading',
    create: (time) => new KeyenceDlRs1aSimulator(time),
  },
  {
    name: 'keyence-lk',
    driver: 'keyence-lk',
    member: 'reading',
    create: (time) => new KeyenceLkSimulator(time),
  },
  {
    name: 'mahr-millimar',
    driver: 'mahr-millimar',
    member: 'reading',
    create: (time) => new MahrMillimarSimulator(time),
  },
  {
    name: 'micro-epsilon-ild',
    driver: 'micro-epsilon-ild',
    member: 'reading',
    create: (time) => new MicroEpsilonIldSimulator(time),
  },
  {
    name: 'mitutoyo-digimatic',
    driver: 'mitutoyo-digimatic',
    member: 'reading',
    driverOptions: { unit: 'mm' },
    create: (time) => new MitutoyoDigimaticSimulator(time),
  },
  {
    name: 'starrett',
    driver: 'starrett',
    member: 'reading',
    create: (time) => new StarrettSimulator(time),
  },
  {
    name: 'sylvac',
    driver: 'sylvac',
    member: 'reading',
    create: (time) => new SylvacSimulator(time),
  },
  {
    name: 'tesa-tt',
    driver: 'tesa-tt',
    member: 'reading',
    create: (time) => new TesaTtSimulator(time),
  },
  {
    name: 'ers-chuck',
    driver: 'ers-ac3',
    member: 'temperature',
    create: (time) => new ErsChuckSimulator(time),
  },
  {
    name: 'linkam-t95',
    driver: 'linkam-t95',
    member: 'temperature',
    create: (time) => new LinkamT95Simulator(time),
  },
  {
    name: 'meerstetter-mecom',
    driver: 'meerstetter-mecom',
    member: 'temperature',
    create: (time) => new MeerstetterMecomSimulator(time),
  },
  { name: 'julabo', driver: 'julabo', member: 'temperature', create: (time) => new JulaboSimulator(time) },
  {
    name: 'huber-pb',
    driver: 'huber-pb',
    member: 'temperature',
    create: (time) => new HuberPbSimulator(time),
  },
  {
    name: 'prior-proscan',
    driver: 'prior-proscan',
    member: 'position',
    create: (time) => new PriorProScanSimulator(time),
  },
  {
    name: 'evident-ix85',
    driver: 'evident-ix85',
    member: 'position',
    create: (time) => new EvidentIx85Simulator(time),
  },
  {
    name: 'maerzhaeuser-tango',
    driver: 'maerzhaeuser-tango',
    member: 'position',
    create: (time?: SimulatorOptions) => new MaerzhaeuserTangoSimulator(time),
  },
  {
    name: 'rs-hmp',
    driver: 'rs-hmp',
    member: 'outputs/1/measurement',
    create: (time) => new RsHmpSimulator(time),
  },
  {
    name: 'siglent-spd',
    driver: 'siglent-spd',
    member: 'outputs/1/measurement',
    create: (time) => new SiglentSpdSimulator(time),
  },
  {
    name: 'rigol-ds1000z',
    driver: 'rigol-ds1000z',
    member: 'channels/1/scale',
    create: (time) => new RigolDs1000zSimulator(time),
  },
  {
    name: 'keysight-infiniivision',
    driver: 'keysight-infiniivision',
    member: 'channels/1/scale',
    create: (time) => new KeysightInfiniiVisionSimulator(time),
  },
  {
    name: 'tektronix-scope',
    driver: 'tektronix-scope',
    member: 'channels/1/scale',
    create: (time) => new TektronixScopeSimulator(time),
  },
  {
    name: 'keysight-e4980',
    driver: 'keysight-e4980',
    member: 'reading',
    create: (time) => new KeysightE4980Simulator(time),
  },
  {
    name: 'keysight-34410',
    driver: 'keysight-34401',
    member: 'reading',
    create: (time) => new Keysight34401Simulator({ ...time, model: '34410A' }),
  },
  {
    name: 'keysight-53220',
    driver: 'keysight-53220',
    member: 'reading',
    create: (time) => new Keysight53220Simulator(time),
  },
  {
    name: 'network-analyser',
    driver: 'vna-basic',
    member: 'sweepTime',
    create: (time) => new NetworkAnalyserSimulator(time),
  },
  {
    name: 'keithley-7001',
    driver: 'keithley-7001',
    member: 'closed',
    create: (time) => new Keithley7001Simulator(time),
  },
  {
    name: 'keithley-707',
    driver: 'keithley-707',
    member: 'closed',
    create: (time) => new Keithley707Simulator(time),
  },
  {
    name: 'keithley-6485',
    driver: 'keithley-6485',
    member: 'zeroCheck',
    create: (time) => new Keithley6485Simulator(time),
  },
  {
    name: 'keithley-6517',
    driver: 'keithley-6517',
    member: 'zeroCheck',
    create: (time) => new Keithley6517Simulator(time),
  },
  {
    name: 'keysight-33500',
    driver: 'keysight-33500',
    member: 'channels/1/output',
    create: (time) => new Keysight33500Simulator(time),
  },
  {
    name: 'srs-sr830',
    driver: 'srs-sr830',
    member: 'reading',
    create: (time) => new SrsSr830Simulator(time),
  },
  {
    name: 'zaber',
    driver: 'zaber-ascii',
    member: 'x/position',
    driverOptions: { axes: { x: { step: zaberFullStep / zaberResolution } } },
    create: (time) => new ZaberSimulator(time),
  },
  {
    name: 'pi-gcs',
    driver: 'pi-gcs',
    member: 'x/position',
    driverOptions: { axes: { x: { axis: '1', unit: 'mm' } } },
    create: (time) => new PiGcsSimulator(time),
  },
  {
    name: 'newport-esp',
    driver: 'newport-esp',
    member: 'x/position',
    driverOptions: { axes: { x: { axis: 1 } } },
    create: (time) => new NewportEspSimulator(time),
  },
  {
    name: 'corvus',
    driver: 'venus-corvus',
    member: 'x/position',
    driverOptions: { axes: { x: { axis: 1 } } },
    create: (time) => new CorvusSimulator(time),
  },
  {
    name: 'corvus-prober',
    driver: 'venus-corvus-prober',
    member: 'position',
    driverOptions: {
      wafer: { diameterUm: 80_000, pitchUm: { x: 5000, y: 5000 } },
      home: { x: 50_000, y: 50_000 },
      contactHeight: 12_000,
    },
    create: (time) => new CorvusSimulator({ ...time, referenced: true }),
  },
  {
    name: 'hydra',
    driver: 'venus-hydra',
    member: 'x/position',
    driverOptions: { axes: { x: { axis: 1 } } },
    create: (time) => new HydraSimulator(time),
  },
  {
    name: 'thorlabs-apt',
    driver: 'thorlabs-apt',
    member: 'x/position',
    driverOptions: { axes: { x: { counts: aptCountsPerMillimetre } } },
    create: (time) => new ThorlabsAptSimulator(time),
  },
  {
    name: 'standa-8smc',
    driver: 'standa-8smc',
    member: 'x/position',
    driverOptions: { axes: { x: { step: smcFullStep } } },
    create: (time) => new Standa8smcSimulator(time),
  },
];
