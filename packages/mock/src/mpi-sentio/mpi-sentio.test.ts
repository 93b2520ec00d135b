import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { station } from './test-station.ts';

describe('the sheet, section 5', () => {
  it('probes a wafer', async () => {
    const { say, send, model, clock } = station();
    send('*RCS 1\n');
    expect(await say('status:get_version')).toBe('0,0,25.2.0');
    expect(model.remote).toBe(true);
    expect(await say('start_initialization')).toBe('0,1,OK');
    expect(await say('status:get_machine_status')).toBe('0,0,NotReady');
    expect(await say('wait_complete 1, 180')).toBe('0,1,OK');
    expect(await say('status:get_machine_status')).toBe('0,0,Ready');
    expect(await say('get_chuck_site_status Wafer')).toBe('0,0,1,1,0,1');
    expect(await say('map:step_first_die')).toBe('0,0,-1,4,0');
    const { contact } = model.sites.Wafer;
    expect(await say('move_chuck_contact')).toBe(`0,0,${contact}`);
    expect(await say('map:bin_step_next_die 1')).toBe('0,0,0,4,0');
    expect(await say('map:bins:get_bin -1, 4')).toBe('0,0,1');
    expect(await say('map:step_die_seq 35, 0')).toMatch(/^0,0,/);
    const last = Number((await say('map:get_num_dies Selected')).slice(4)) - 1;
    expect(await say(`map:step_die_seq ${last}, 0`)).toMatch(/^1024,0,-?\d+,-4,0$/);
    expect(await say('map:bin_step_next_die 2')).toMatch(/^11,0,/);
    expect(await say('map:bins:get_bin')).toBe('0,0,2');
    expect(await say('move_chuck_separation')).toBe(`0,0,${contact - 250}`);
    send('*LOCAL\n');
    await clock.advance({ seconds: 1 });
    expect(model.remote).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses contact and speeds', async () => {
    const { say, model } = station();
    expect(await say('clear_contact')).toBe('0,0,OK');
    expect(await say('move_chuck_contact')).toBe('23,0,Contact height not set');
    for (const speed of ['Normal', 'Fast', 'Index']) model.refusedSpeeds.add(speed);
    expect(await say('set_chuck_speed Fast')).toBe(
      '2,0,Normal, Fast and Index speed options are not available.',
    );
    expect(await say('set_chuck_speed Slow')).toBe('0,0,OK');
  });

  it('keeps asynchronous commands until they end or are aborted', async () => {
    const { say, model, clock } = station();
    expect(await say('start_show_message Change card,OkCancel,Operator,Hint')).toBe('0,1,OK');
    expect(await say('query_command_status 1')).toBe('30,1,Command pending');
    expect(await say('wait_complete 1, 2')).toBe('19,1,Timeout');
    expect(await say('wait_all 1')).toBe('19,0,Timeout');
    expect(await say('abort_command 1')).toBe('0,0,OK');
    expect(await say('wait_complete 1, 5')).toBe('31,1,aborted');
    expect(await say('start_show_message Again')).toBe('0,2,OK');
    model.press('Ok');
    expect(await say('wait_all 1')).toBe('0,0,OK');
    expect(await say('query_command_status 2')).toBe('0,2,Ok');
    expect(await say('query_command_status 3')).toMatch(/^32,0,/);
    expect(await say('start_initialization')).toBe('0,3,OK');
    expect(await say('abort_command 3')).toBe('0,0,OK');
    expect(await say('wait_complete 3')).toBe('31,3,aborted');
    await clock.advance({ seconds: 5 });
    expect(model.prober.busy).toBe(false);
    expect(await say('status:get_machine_status')).toBe('0,0,Ready');
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('lines', () => {
  it('come in pieces of any size and are answered in order', async () => {
    const request = '*RCS 1\nstatus:get_version\r\n*RCS?\nstatus:get_machine_id\n';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: request.length - 1 })), async (cuts) => {
        const { send, received, clock } = station({ version: 'v25.1', machineId: 'A1', lineEnd: '\n' });
        const places = [0, ...cuts.toSorted((a, b) => a - b), request.length];
        places.slice(1).forEach((end, index) => send(request.slice(places[index], end)));
        await clock.advance({ seconds: 1 });
        expect(received()).toBe('0,0,v25.1\n1\n0,0,A1\n');
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  it('are answered with an error when they are wrong', async () => {
    const { tell } = station();
    const lines = {
      no_such_command: 4,
      'loader:scan_station cas1': 3,
      '': 5,
      'move_chuck_xy H, a, 0': 5,
      'move_chuck_xy Q, 0, 0': 6,
      'move_chuck_xy H, 0': 7,
      'move_chuck_xy Z, 200000, 0': 8,
      'move_chuck_z Zero, 99999': 8,
      'map:step_die 50, 50, 0': 8,
      'map:step_die 0, 0, 1': 8,
      'map:bins:set_bin 256': 8,
      'status:get_chuck_temp': 13,
      'move_chuck_site AuxLeft': 18,
    };
    const replies = await tell(...Object.keys(lines));
    expect(replies.map((reply) => Number(reply.split(',')[0]))).toEqual(Object.values(lines));
  });
});

describe('moves', () => {
  it('take the time of the stage, and count from every reference', async () => {
    const { say, model, clock } = station();
    const { home } = model.sites.Wafer;
    expect(await say('get_chuck_xy Wafer, Home')).toBe('0,0,0,0');
    const begin = clock.monotonic();
    await say('move_chuck_xy H, 50000, -10000');
    const seconds = (clock.monotonic() - begin) / 1000;
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(1.3);
    expect(await say('get_chuck_xy Wafer, H')).toBe('0,0,50000,-10000');
    expect(model.prober.x.target).toBeCloseTo(home.x + 50_000, 6);
    expect(await say('move_chuck_xy Relative, 1000, 500.5')).toMatch(/^0,0,/);
    expect(await say('get_chuck_xy Wafer, Home')).toBe('0,0,51000,-9499.5');
    expect(await say('move_chuck_xy Z, 5, 6')).toBe('0,0,5,6');
    expect(await say('get_chuck_xy')).toBe('0,0,5,6');
    expect(await say('move_chuck_center')).toBe('0,0,0,0');
    await say('move_chuck_index Home, 1, 2');
    expect(await say('get_chuck_xy Wafer, Home')).toBe('0,0,20000,40000');
    await say('move_chuck_home');
    expect(await say('get_chuck_xy Wafer, Home')).toBe('0,0,0,0');
    expect(await say('move_chuck_theta S, 0.5')).toBe(`0,0,${Number((home.theta + 0.5).toFixed(3))}`);
    const angle = model.prober.theta.target;
    expect(angle).toBeCloseTo(home.theta + 0.5, 6);
    expect(await say('move_chuck_xyt 10, 20, -0.5')).toBe('0,0,OK');
    expect(await say('get_chuck_xy Wafer, Home')).toBe('0,0,10,20');
  });

  it('go to the load position and back, and not up while there', async () => {
    const { tell } = station();
    expect(
      await tell(
        'move_chuck_load front',
        'get_chuck_position_hint',
        'move_chuck_load center',
        'get_chuck_position_hint',
      ),
    ).toEqual(['0,0,OK', '0,0,FrontLoad,Wafer', '0,0,OK', '0,0,Probing,Wafer']);
    const [, refused] = await tell('move_chuck_load side', 'move_chuck_contact');
    expect(refused).toBe('12,0,Chuck is at SideLoad');
  });

  it('are stopped over a second connection', async () => {
    const { clock, model, connect, ask, say } = station();
    const other = connect();
    const [moved, stopped] = await clock.run(async () => {
      const move = ask('move_chuck_xy H, 80000, 0');
      await clock.sleep({ seconds: 0.8 });
      return Promise.all([move, other.ask('stop_chuck_xyz')]);
    });
    expect(moved).toBe('31,0,aborted');
    expect(stopped).toBe('0,0,OK');
    expect(clock.monotonic()).toBeLessThan(1100);
    expect(model.prober.busy).toBe(false);
    expect(model.prober.x.position).toBeGreaterThan(30_000);
    expect(model.prober.x.position).toBeLessThan(45_000);
    expect(clock.pendingTimers).toBe(0);
    expect(await say('move_chuck_home')).toMatch(/^0,0,/);
    expect(await say('stop_chuck_xyz')).toBe('0,0,OK');
  });

  it('refuse a second move, and go on when the client has gone', async () => {
    const { clock, model, connect, send, received, close } = station();
    const other = connect();
    send('move_chuck_xy H, 50000, 0\nmove_chuck_home\n');
    const refused = await clock.run(async () => {
      await clock.sleep({ seconds: 0.1 });
      return other.ask('move_chuck_home');
    });
    expect(refused).toBe('12,0,The chuck is moving');
    close();
    await clock.advance({ seconds: 5 });
    expect(received()).toBe('');
    expect(model.position.x).toBeCloseTo(model.sites.Wafer.home.x + 50_000, 6);
    expect(clock.pendingTimers).toBe(0);
  });

  it('are refused with the door open, the vacuum lost or the machine not ready', async () => {
    const { say, model } = station();
    model.doorOpen = true;
    expect(await say('move_chuck_home')).toMatch(/^60,/);
    expect(await say('move_chuck_separation')).toMatch(/^60,/);
    expect(await say('get_door_status prober')).toBe('0,0,0,0');
    model.doorOpen = false;
    model.vacuumLost = true;
    expect(await say('move_chuck_contact')).toMatch(/^68,/);
    expect(await say('map:step_first_die')).toMatch(/^68,/);
    expect(await say('get_vacuum_status')).toBe('0,0,0');
    expect(await say('get_chuck_site_status Wafer')).toBe('0,0,1,1,0,0');
    model.vacuumLost = false;
    model.notReady = true;
    expect(await say('move_chuck_home')).toMatch(/^12,/);
    expect(await say('status:get_machine_status')).toBe('0,0,NotReady');
    model.notReady = false;
    model.homeSet = false;
    expect(await say('map:step_first_die')).toMatch(/^18,/);
    expect(await say('get_chuck_xy Wafer, Home')).toMatch(/^18,/);
  });

  it('scratch the wafer when nobody lifts the needles', async () => {
    const { tell, model } = station();
    await tell('move_chuck_contact', 'move_chuck_index Relative, 1, 0');
    expect(model.scratches).toBe(0);
    await tell('move_chuck_xy R, 100, 0');
    expect(model.scratches).toBe(1);
  });
});
