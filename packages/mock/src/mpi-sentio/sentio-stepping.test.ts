import { describe, expect, it } from 'vitest';
import { DeviceUnderNeedles } from '../physics/device-under-needles.ts';
import { perfectWafer } from '../prober/test-client.ts';
import { station } from './test-station.ts';

describe('heights', () => {
  it('follow contact, gaps and overtravel', async () => {
    const { tell, model } = station();
    const { contact } = model.sites.Wafer;
    expect(
      await tell(
        'get_chuck_site_heights Wafer',
        'get_chuck_z S',
        'move_chuck_contact',
        'get_chuck_z Separation',
        'get_chuck_z',
        'move_chuck_hover',
        'set_chuck_overtravel_gap 20',
        'enable_chuck_overtravel True',
        'move_chuck_contact',
        'get_chuck_site_status Wafer',
        'move_chuck_z S, 0',
        'move_chuck_lift',
        'setup:contact_counter:get',
      ),
    ).toEqual([
      `0,0,${contact},250,0,50`,
      '0,0,0',
      `0,0,${contact}`,
      '0,0,250',
      `0,0,${contact}`,
      `0,0,${contact - 50}`,
      '0,0,OK',
      '0,0,OK',
      `0,0,${contact + 20}`,
      '0,0,1,1,1,1',
      `0,0,${contact - 250}`,
      `0,0,${contact - 3000}`,
      '0,0,2',
    ]);
  });

  it('keep overtravel inside the axis', async () => {
    const { say } = station();
    expect(await say('set_chuck_overtravel_gap 6000')).toMatch(/^120,/);
    expect(await say('set_chuck_site_heights Wafer, 15990, 250, 20, 50')).toMatch(/^120,/);
    expect(await say('set_chuck_site_overtravel_gap Wafer, 20')).toBe('0,0,OK');
    expect(await say('set_chuck_site_heights Wafer, 15980, 250, 20, 50')).toBe('0,0,OK');
    expect(await say('get_chuck_site_heights Wafer')).toBe('0,0,15980,250,20,50');
  });
});

describe('stepping', () => {
  it('makes contact with every die of the default map', async () => {
    const { clock, model, ask } = station({ wafer: perfectWafer(10_000) });
    const needles = new DeviceUnderNeedles({ prober: model.prober, temperature: () => 85 });
    const readings = await clock.run(async () => {
      const found: number[] = [];
      let reply = await ask('map:step_first_die');
      for (;;) {
        await ask('move_chuck_contact');
        expect(model.prober.overPads).toBe(true);
        expect(needles.touching).toBe(true);
        found.push(needles.resistance({ wires: 4 }));
        if (reply.startsWith('1024,')) return found;
        reply = await ask('map:step_next_die');
      }
    });
    expect(readings).toHaveLength(model.map.order.length);
    expect(readings.length).toBeGreaterThan(200);
    expect(Math.min(...readings)).toBeGreaterThan(1100);
    expect(Math.max(...readings)).toBeLessThan(1400);
    expect(model.scratches).toBe(0);
    expect(model.prober.card.touchdowns).toBe(readings.length);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['StepToSeparation', '0,0,-1,0,0', -250],
    ['BackToContact', '0,0,-1,0,0', 0],
    ['LockContact', '38,0,Stepping with wrong Z position', 0],
  ])('in mode %s answers %s and ends %d µm from contact', async (mode, answered, gap) => {
    const { tell, model } = station();
    const replies = await tell(
      `set_stepping_contact_mode ${mode}`,
      'move_chuck_contact',
      'map:step_die -1, 0, 0',
    );
    expect(replies.at(-1)).toBe(answered);
    expect(model.position.z - model.sites.Wafer.contact).toBe(gap);
  });

  it('follows orientation, origin, routing, selection and subsites', async () => {
    const { tell, model } = station();
    expect(
      await tell(
        'map:get_axis_orient',
        'map:get_routing',
        'map:get_num_cols',
        'map:die:get_current_index',
        'map:set_axis_orient DR',
        'map:set_grid_origin -1, 1',
        'map:step_die 0, 0, 0',
        'get_chuck_xy Wafer, Home',
        'map:step_die 3, -1, 0',
        'get_chuck_xy Wafer, Home',
        'map:set_routing ll, c',
        'map:step_first_die',
        'map:die:unselect -3, 2',
        'map:die:get_status -3, 2',
        'map:die:get_status 9, 9',
        'map:step_next_die',
        'map:step_previous_die',
        'map:subsite:add a, 100, 50, UR',
        'map:subsite:add b, -100, 50, DR',
        'map:step_first_die 1',
        'get_chuck_xy Wafer, H',
      ),
    ).toEqual([
      '0,0,UR',
      '0,0,UL,WR',
      '0,0,9',
      expect.stringMatching(/^0,0,\d+,0,0$/),
      '0,0,OK',
      '0,0,OK',
      '0,0,0,0,0',
      '0,0,-20000,20000',
      '0,0,3,-1,0',
      '0,0,40000,40000',
      '0,0,OK',
      '0,0,-3,2,0',
      '0,0,OK',
      '0,0,2',
      '0,0,3',
      '0,0,-3,1,0',
      expect.stringMatching(/^11,0,/),
      '0,0,OK',
      '0,0,OK',
      '2048,0,-3,1,1',
      '0,0,-80100,-50',
    ]);
    expect(model.map.status).toBe(2);
  });
});

describe('a thermal chuck', () => {
  it('heats, after the needles were lifted', async () => {
    const { say, clock, model } = station({ chuck: true });
    expect(Number((await say('status:get_chuck_temp')).slice(4))).toBeCloseTo(25, 0);
    expect(await say('status:get_chuck_thermo_state')).toBe('0,0,uncontrolled');
    await say('move_chuck_contact');
    expect(await say('status:set_chuck_temp 85.00, False')).toMatch(/^12,/);
    expect(await say('status:set_chuck_temp 85.00, True')).toBe('0,0,OK');
    expect(model.position.z).toBe(model.sites.Wafer.separation);
    expect(await say('status:get_chuck_thermo_state')).toBe('0,0,heating');
    await clock.advance({ minutes: 30 });
    expect(await say('status:get_chuck_thermo_state')).toBe('0,0,controlling');
    expect(await say('status:get_chuck_temp_setpoint')).toBe('0,0,85.00');
    expect(Number((await say('status:get_chuck_temp')).slice(4))).toBeCloseTo(85, 0);
  });
});
