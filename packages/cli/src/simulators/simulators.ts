import {
  AanddSimulator,
  BinderMb1Simulator,
  BinderMb2Simulator,
  CszEztSimulator,
  CtsSimulator,
  ErsChuckSimulator,
  EspecEs102Simulator,
  EspecP300Simulator,
  EspecScp220Simulator,
  EurothermSimulator,
  GemWirebonderSimulator,
  HeidenhainNdSimulator,
  HuberPbSimulator,
  JulaboSimulator,
  KernClassicSimulator,
  KeyenceDlRs1aSimulator,
  KeyenceLkSimulator,
  Keysight34461Simulator,
  LakeShoreSimulator,
  LinkamT95Simulator,
  MahrMillimarSimulator,
  MeerstetterMecomSimulator,
  MemmertAtmoWebSimulator,
  MettlerMtSicsSimulator,
  MicroEpsilonIldSimulator,
  MitutoyoDigimaticSimulator,
  OhausSimulator,
  RadwagSimulator,
  SartoriusSbiSimulator,
  SentioSimulator,
  StarrettSimulator,
  SunEc1xSimulator,
  SylvacSimulator,
  TesaTtSimulator,
  ThermoStreamSimulator,
  ThermotronSimulator,
  WatlowF4Simulator,
  WatlowF4tSimulator,
  WeissAscii2Simulator,
  WeissSb22Simulator,
  WeissSimservSimulator,
} from '@fourwire/mock';
import type { Simulator } from '@fourwire/mock';
import { exampleProfile } from '@fourwire/wirebonder';

/** A simulator that the command line can serve, and how it is then read. */
export interface SimulatorEntry {
  readonly name: string;
  /** The driver that reads it. */
  readonly driver: string;
  /** A member worth reading. */
  readonly member: string;
  /** Options without which its driver cannot read it. */
  readonly driverOptions?: object;
  /** Makes one. */
  readonly create: () => Simulator;
}

/** The simulators that can be served. */
export const simulators: readonly SimulatorEntry[] = [
  {
    name: 'watlow-f4t',
    driver: 'watlow-f4t',
    member: 'temperature',
    create: () => new WatlowF4tSimulator(),
  },
  { name: 'watlow-f4', driver: 'watlow-f4', member: 'temperature', create: () => new WatlowF4Simulator() },
  { name: 'espec-p300', driver: 'espec-p300', member: 'temperature', create: () => new EspecP300Simulator() },
  {
    name: 'espec-scp220',
    driver: 'espec-scp220',
    member: 'temperature',
    create: () => new EspecScp220Simulator(),
  },
  {
    name: 'espec-es102',
    driver: 'espec-es102',
    member: 'temperature',
    create: () => new EspecEs102Simulator(),
  },
  {
    name: 'temptronic-thermostream',
    driver: 'temptronic-ats',
    member: 'temperature',
    create: () => new ThermoStreamSimulator({ sensor: 1 }),
  },
  {
    name: 'csz-ezt',
    driver: 'csz-ezt-430i',
    member: 'temperature',
    driverOptions: { powerEvent: 0 },
    create: () => new CszEztSimulator(),
  },
  {
    name: 'gem-wirebonder',
    driver: 'gem-wirebonder',
    member: 'processing',
    driverOptions: { profile: exampleProfile },
    create: () => new GemWirebonderSimulator(),
  },
  {
    name: 'keysight-34461',
    driver: 'keysight-34460',
    member: 'reading',
    create: () => new Keysight34461Simulator(),
  },
  { name: 'mpi-sentio', driver: 'mpi-sentio', member: 'position', create: () => new SentioSimulator() },
  {
    name: 'weiss-simserv',
    driver: 'weiss-simserv',
    member: 'temperature',
    create: () => new WeissSimservSimulator(),
  },
  {
    name: 'weiss-ascii2',
    driver: 'weiss-ascii2',
    member: 'temperature',
    create: () => new WeissAscii2Simulator(),
  },
  { name: 'weiss-sb22', driver: 'weiss-sb22', member: 'temperature', create: () => new WeissSb22Simulator() },
  { name: 'cts', driver: 'cts', member: 'temperature', create: () => new CtsSimulator() },
  {
    name: 'binder-mb1',
    driver: 'binder',
    member: 'temperature',
    driverOptions: { controller: 'MB1' },
    create: () => new BinderMb1Simulator(),
  },
  {
    name: 'binder-mb2',
    driver: 'binder',
    member: 'temperature',
    driverOptions: { controller: 'MB2' },
    create: () => new BinderMb2Simulator(),
  },
  {
    name: 'thermotron',
    driver: 'thermotron-8800',
    member: 'temperature',
    create: () => new ThermotronSimulator(),
  },
  { name: 'sun-ec1x', driver: 'sun-ec1x', member: 'temperature', create: () => new SunEc1xSimulator() },
  {
    name: 'lakeshore',
    driver: 'lakeshore-33x',
    member: 'temperature',
    create: () => new LakeShoreSimulator(),
  },
  {
    name: 'eurotherm',
    driver: 'eurotherm-modbus',
    member: 'temperature',
    create: () => new EurothermSimulator(),
  },
  {
    name: 'memmert-atmoweb',
    driver: 'memmert-atmoweb',
    member: 'temperature',
    create: () => new MemmertAtmoWebSimulator(),
  },
  {
    name: 'mettler-mt-sics',
    driver: 'mt-sics',
    member: 'weight',
    create: () => new MettlerMtSicsSimulator(),
  },
  {
    name: 'sartorius-sbi',
    driver: 'sartorius-sbi',
    member: 'weight',
    create: () => new SartoriusSbiSimulator(),
  },
  { name: 'ohaus', driver: 'ohaus', member: 'weight', create: () => new OhausSimulator() },
  { name: 'aandd', driver: 'aandd', member: 'weight', create: () => new AanddSimulator() },
  { name: 'radwag', driver: 'radwag', member: 'weight', create: () => new RadwagSimulator() },
  {
    name: 'kern-classic',
    driver: 'kern-classic',
    member: 'weight',
    create: () => new KernClassicSimulator(),
  },
  {
    name: 'heidenhain-nd',
    driver: 'heidenhain-nd',
    member: 'reading',
    create: () => new HeidenhainNdSimulator(),
  },
  {
    name: 'keyence-dl-rs1a',
    driver: 'keyence-dl-rs1a',
    member: 'reading',
    create: () => new KeyenceDlRs1aSimulator(),
  },
  {
    name: 'keyence-lk',
    driver: 'keyence-lk',
    member: 'reading',
    create: () => new KeyenceLkSimulator(),
  },
  {
    name: 'mahr-millimar',
    driver: 'mahr-millimar',
    member: 'reading',
    create: () => new MahrMillimarSimulator(),
  },
  {
    name: 'micro-epsilon-ild',
    driver: 'micro-epsilon-ild',
    member: 'reading',
    create: () => new MicroEpsilonIldSimulator(),
  },
  {
    name: 'mitutoyo-digimatic',
    driver: 'mitutoyo-digimatic',
    member: 'reading',
    driverOptions: { unit: 'mm' },
    create: () => new MitutoyoDigimaticSimulator(),
  },
  {
    name: 'starrett',
    driver: 'starrett',
    member: 'reading',
    create: () => new StarrettSimulator(),
  },
  {
    name: 'sylvac',
    driver: 'sylvac',
    member: 'reading',
    create: () => new SylvacSimulator(),
  },
  {
    name: 'tesa-tt',
    driver: 'tesa-tt',
    member: 'reading',
    create: () => new TesaTtSimulator(),
  },
  { name: 'ers-chuck', driver: 'ers-ac3', member: 'temperature', create: () => new ErsChuckSimulator() },
  { name: 'linkam-t95', driver: 'linkam-t95', member: 'temperature', create: () => new LinkamT95Simulator() },
  {
    name: 'meerstetter-mecom',
    driver: 'meerstetter-mecom',
    member: 'temperature',
    create: () => new MeerstetterMecomSimulator(),
  },
  { name: 'julabo', driver: 'julabo', member: 'temperature', create: () => new JulaboSimulator() },
  { name: 'huber-pb', driver: 'huber-pb', member: 'temperature', create: () => new HuberPbSimulator() },
];
