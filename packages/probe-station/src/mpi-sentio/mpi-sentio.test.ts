import { describe, expect, it } from 'vitest';
import { ScriptedMachine, ending, onMachine } from '../../test/scripted-machine.ts';
import { mpiSentio } from './mpi-sentio.ts';

/** An automatic station whose chuck is at separation; answers by command, in the vendor's envelope. */
function station(): { machine: ScriptedMachine; replies: Map<string, string> } {
  const replies = new Map<string, string>([
    ['status:get_version', '0,0,25.2.0'],
    ['status:get_machine_id', '0,0,TS3000-17'],
    ['status:get_machine_status', '0,0,Ready'],
    ['get_chuck_site_status Wafer', '0,0,1,1,0,1'],
    ['get_chuck_site_heights Wafer', '0,0,16000,250,20,50'],
    ['get_chuck_z Z', '0,0,15750'],
    ['get_chuck_xy Wafer, Home', '0,0,0,0'],
    ['get_chuck_theta Wafer', '0,0,0.2'],
    ['loader:query_station_status cas1', '0,0,0101'],
    ['loader:query_wafer_status chuck, 1', '86,0,No wafer on chuck'],
    ['loader:load_wafer cas1, 2', '0,0,OK'],
    ['loader:load_wafer cas1, 4', '0,0,OK'],
    ['loader:unload_wafer', '0,0,OK'],
    ['move_bottom_platen_contact', '0,0,3500'],
    ['move_chuck_theta Z, 1.5', '0,0,1.5'],
  ]);
  const machine = new ScriptedMachine((line) => {
    const reply = replies.get(line.trim());
    return reply === undefined ? undefined : `${reply}\r\n`;
  }, ending('\n'));
  return { machine, replies };
}

describe('mpi-sentio of an automatic station', () => {
  it('brings wafer after wafer from its cassette, and none left is a value', async () => {
    const { machine, replies } = station();
    await onMachine(mpiSentio, machine, { cassettes: [1] }, async (device) => {
      expect(await device.loader?.slots?.read()).toMatchObject([
        { cassette: 1, slot: 1, state: 'empty' },
        { slot: 2, state: 'unknown' },
        { slot: 3, state: 'empty' },
        { slot: 4, state: 'unknown' },
      ]);
      expect(await device.loader?.load({})).toEqual({ ended: false });
      expect(machine.sent).toContain('loader:load_wafer cas1, 2\n');
      expect(machine.sent).not.toContain('loader:unload_wafer\n');
      replies.set('loader:query_wafer_status chuck, 1', '0,0,cas1,2,200,0,Done');
      expect(await device.loader?.load({})).toEqual({ ended: false });
      expect(machine.sent.slice(-2)).toEqual(['loader:unload_wafer\n', 'loader:load_wafer cas1, 4\n']);
      expect(await device.loader?.load({})).toEqual({ ended: true });
      await expect(device.loader?.load({ slot: 3 })).rejects.toMatchObject({ code: 'input-refused' });
    });
  });

  it('refuses every move while the loader has a wafer in hand, and loading in contact', async () => {
    const { machine, replies } = station();
    await onMachine(mpiSentio, machine, { cassettes: [1] }, async (device) => {
      replies.set('status:get_machine_status', '0,0,Ready,LoaderBusy');
      expect(await device.loader?.busy.read()).toBe(true);
      const before = machine.sent.length;
      for (const move of [device.moveTo?.({ x: 0, y: 0 }), device.stepFirst(), device.contact()])
        await expect(move).rejects.toMatchObject({ kind: 'state', code: 'loader-busy' });
      expect(machine.sent.slice(before).filter((line) => /move|map:|contact$/.test(line))).toEqual([]);
      replies.set('status:get_machine_status', '0,0,Ready');
      replies.set('get_chuck_z Z', '0,0,16000');
      await expect(device.loader?.unload()).rejects.toMatchObject({ code: 'in-contact' });
    });
    await expect(
      onMachine(mpiSentio, station().machine, { cassettes: [3] }, async () => {}),
    ).rejects.toMatchObject({ code: 'option-refused' });
  });

  it('turns the chuck and moves its platen', async () => {
    const { machine } = station();
    await onMachine(mpiSentio, machine, { platen: true }, async (device) => {
      expect(await device.rotateTo?.({ theta: 1.5 })).toEqual({ theta: 1.5 });
      expect(await device.platen?.contact()).toEqual({ z: 3500 });
      expect(device.loader).toBeUndefined();
    });
  });
});
