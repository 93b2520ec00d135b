import { numbers } from './sentio-command.ts';
import type { SentioCommand, SentioCommands } from './sentio-command.ts';
import type { SentioModel } from './sentio-model.ts';
import { SentioRefusal } from './sentio-refusal.ts';

const messageButtons = [
  'Ok',
  'Yes',
  'No',
  'Cancel',
  'OkCancel',
  'YesNo',
  'YesCancel',
  'YesNoCancel',
] as const;

const modules = [
  'Wafermap',
  'Vision',
  'Setup',
  'Service',
  'Qalibria',
  'AuxSites',
  'Loader',
  'Dashboard',
] as const;

/** Identification, state, asynchronous commands and the screen (sheet mpi-sentio.md, section 4.1). */
export function statusCommands(model: SentioModel): SentioCommands {
  const says =
    (text: () => string): SentioCommand =>
    (args) => {
      args.expect(0);
      return text();
    };
  let project = 'Default';
  let doorLocked = false;
  const startMessage: SentioCommand = (args) => {
    args.expect(1, 4);
    if (args.length > 1) args.oneOf(1, messageButtons);
    return model.jobs.start(model.message(), () => {});
  };
  const projectCommand: SentioCommand = (args) => {
    args.expect(1, 2);
    project = args.text(0);
    return 'OK';
  };
  const prober: SentioCommand = (args) => {
    args.expect(1);
    if (args.oneOf(0, ['prober', 'loader']) === 'loader') throw new SentioRefusal('notSupported');
    return model.doorOpen ? '0,0' : `1,${doorLocked ? 1 : 0}`;
  };
  return {
    'status:get_version': says(() => model.version),
    'status:get_machine_id': says(() => model.machineId),
    'status:get_machine_status': says(() => (model.notReady || model.occupied ? 'NotReady' : 'Ready')),
    'status:get_access_level': says(() => 'Operator'),
    start_show_message: startMessage,
    'status:start_show_message': startMessage,
    'status:show_message': async (args) => {
      args.expect(1, 4);
      if (args.length > 1) args.oneOf(1, messageButtons);
      return model.message();
    },
    start_initialization: (args) => {
      args.expect(0);
      return model.jobs.start(
        model.initialize().then(() => 'OK'),
        () => void model.motion.stop(),
      );
    },
    wait_complete: async (args, gone) => {
      args.expect(1, 2);
      return model.jobs.wait(args.integer(0), args.length > 1 ? args.number(1) : 300, gone);
    },
    wait_all: async (args, gone) => {
      args.expect(0, 1);
      return model.jobs.waitAll(args.length > 0 ? args.number(0) : 90, gone);
    },
    query_command_status: (args) => {
      args.expect(1);
      return model.jobs.query(args.integer(0));
    },
    abort_command: (args) => {
      args.expect(1);
      model.jobs.abort(args.integer(0));
      return 'OK';
    },
    select_module: (args) => {
      args.expect(1, 2);
      args.oneOf(0, modules);
      return 'OK';
    },
    open_project: projectCommand,
    create_project: projectCommand,
    save_project: projectCommand,
    get_project: (args) => {
      args.expect(1);
      const name = project.split('\\').at(-1) ?? project;
      return args.oneOf(0, ['Name', 'FullPath']) === 'Name' ? name : project;
    },
    save_config: says(() => 'OK'),
    get_door_status: prober,
    set_door_lock: (args) => {
      args.expect(2);
      if (args.oneOf(0, ['prober', 'loader']) === 'loader') throw new SentioRefusal('notSupported');
      doorLocked = args.flag(1);
      return 'OK';
    },
    get_wafer_diameter: says(() => numbers(model.map.diameter / 1000)),
    has_chuck_xyz: says(() => '1'),
    has_scope_xyz: says(() => '0'),
    has_scope_z: says(() => '0'),
  };
}
