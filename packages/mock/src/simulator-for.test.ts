import { FourwireError, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { BinderMb1Simulator, BinderMb2Simulator } from './binder/binder.ts';
import { simulatorFor } from './simulator-for.ts';
import { simulators } from './simulators.ts';

describe('simulatorFor', () => {
  it('makes the machine that a driver can be opened on', () => {
    for (const { driver } of simulators) {
      const simulator = simulatorFor(driver, {}, { clock: new VirtualClock() });
      const protocols = [
        ...Object.keys(simulator.services),
        ...(simulator.messages === undefined ? [] : ['messages']),
      ];
      expect(protocols, driver).not.toEqual([]);
    }
  });

  it('lets the options of the driver choose between machines', () => {
    expect(simulatorFor('binder', { controller: 'MB1' })).toBeInstanceOf(BinderMb1Simulator);
    expect(simulatorFor('binder', { controller: 'MB2', minimum: -40 })).toBeInstanceOf(BinderMb2Simulator);
  });

  it('says so where there is none', () => {
    expect(() => simulatorFor('abacus')).toThrow(FourwireError);
    expect(() => simulatorFor('abacus')).toThrow('There is no simulator for driver "abacus".');
  });
});
