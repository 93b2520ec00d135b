import { values } from './velox-arguments.ts';
import type { VeloxCommands } from './velox-arguments.ts';
import type { VeloxModel } from './velox-model.ts';
import { VeloxRefusal } from './velox-refusal.ts';

/** Seconds that the two-point alignment takes. Unconfirmed. */
const aligningTime = 20;

/** Who it is, what it does, who is in control, alignment (sheet formfactor-velox.md, sections 5.1 and 5.7). */
export function statusCommands(model: VeloxModel): VeloxCommands {
  const align = async (): Promise<string> => {
    const before = model.position.theta;
    await model.align(aligningTime);
    return values(model.position.theta - before);
  };
  return {
    ReportKernelVersion: () => '3.50 "Velox"',
    ReportSoftwareVersion: () => '3.5.0.1',
    EchoData: (args) => args.text(0),
    ReadSystemStatus: () => {
      const scope = model.scope === undefined ? 0 : 1;
      const chuck = model.prober.chuck === undefined ? 0 : 1;
      const mode = model.remote ? 'R' : 'L';
      return `Summit200 Velox 1 1 1 ${scope} ${scope} 0 ${mode} 0 ${chuck} 0 0 0 Closed None`;
    },
    ReadProberStatus: () =>
      `${model.motion.busy ? 1 : 0} ${model.inContact ? 1 : 0} ${model.remote && !model.localMode ? 'R' : 'L'} 0`,
    SetExternalMode: (args) => {
      model.remote = args.letter(0, 'R', 'RL') === 'R';
      return '';
    },
    SetStageLock: (args) => {
      if (args.letter(0, 'C', 'C0') === 'C') model.locked = args.flag(1, 1);
      return '';
    },
    GetStageLock: () => (model.locked ? '1' : '0'),
    IsAppRegistered: (args) => (args.text(0) === 'WaferMap' ? '1' : '0'),
    EnableMotorQuiet: (args) => {
      args.flag(0, 1);
      return '';
    },
    SetDarkMode: (args) => {
      args.flag(0, 1);
      return '';
    },
    SetMicroLight: (args) => {
      args.flag(0, 1);
      return '';
    },
    AlignWafer: align,
    AutoAlign: align,
    UnloadWafer: async () => {
      if (model.prober.wafer === undefined) throw new VeloxRefusal('The chuck does not have a wafer.');
      throw new VeloxRefusal('This station has no loader.');
    },
  };
}
