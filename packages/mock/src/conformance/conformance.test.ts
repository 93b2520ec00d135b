import { describe, expect, it } from 'vitest';
import { makeRig, rigClass, rigOptions } from '../../test/conformance-rig.ts';
import { conformanceChecks } from './conformance-checks.ts';
import { conformance } from './conformance.ts';

conformance(rigClass, makeRig(), { ...rigOptions, runner: { describe, it } });

describe('the conformance suite', () => {
  it('checks every member in every group, under names of their own', () => {
    const checks = conformanceChecks(rigClass, makeRig(), rigOptions);
    const names = checks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(checks.map(({ group }) => group)).size).toBe(9);
    for (const path of ['temperature', 'setpoint', 'channels/level', 'settle', 'selfTest', 'alarm$']) {
      expect(names.some((name) => name.startsWith(`${path}: `))).toBe(true);
    }
  });

  it('takes only the groups that are asked for', () => {
    const checks = conformanceChecks(rigClass, makeRig(), { groups: ['link'] });
    expect(new Set(checks.map(({ group }) => group))).toEqual(new Set(['link']));
  });

  it('says what it could not check, and why', async () => {
    const checks = conformanceChecks(rigClass, makeRig(), {
      values: { count: { skip: 'The knob is stuck.' } },
    });
    const result = async (name: string): Promise<unknown> =>
      checks.find((check) => check.name.startsWith(name))?.run();
    expect(await result('count: ')).toEqual({ outcome: 'skipped', reason: 'The knob is stuck.' });
    expect(await result('alarm$: ')).toEqual({ outcome: 'skipped', reason: 'No trigger is given.' });
    expect(await result('readings go stale')).toMatchObject({ outcome: 'skipped' });
  });

  it('finds a command that ends well and has not brought the machine where it was to', async () => {
    const runs = async (arrived: boolean): Promise<unknown> =>
      conformanceChecks(rigClass, makeRig(), { commands: { settle: { arrived: () => arrived } } })
        .find(({ name }) => name.startsWith('settle: runs to its end, with'))
        ?.run();
    expect(await runs(true)).toEqual({ outcome: 'passed' });
    await expect(runs(false)).rejects.toMatchObject({
      code: 'conformance-failed',
      message: 'settle: it ended well, but the machine itself is not where it was to bring it.',
    });
  });

  it('refuses options about members that the class has not', () => {
    expect(() => conformanceChecks(rigClass, makeRig(), { values: { setpont: {} } })).toThrow(
      'values: the class has no member "setpont" of that sort; it has temperature, setpoint',
    );
    expect(() => conformanceChecks(rigClass, makeRig(), { commands: { setpoint: {} } })).toThrow(
      'it has settle, selfTest',
    );
  });
});
