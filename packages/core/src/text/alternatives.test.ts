import { describe, expect, it } from 'vitest';
import { alternatives, nearNames } from './alternatives.ts';

const members = ['temperature', 'setpoint', 'humidity/humidity', 'humidity/setpoint', 'rampControl/rate'];

describe('nearNames', () => {
  it.each([
    ['temprature', ['temperature']],
    ['Temperature', ['temperature']],
    ['setpiont', ['setpoint', 'humidity/setpoint']],
    ['temperature/', ['temperature']],
    ['rate', ['rampControl/rate']],
    ['temp', ['temperature']],
    ['pressure', []],
    ['x', []],
    ['', []],
  ])('finds what "%s" may mean', (word, near) => {
    expect(nearNames(word, members)).toEqual(near);
  });
});

describe('alternatives', () => {
  it('asks for what is near, and lists everything otherwise', () => {
    expect(alternatives('ovne', ['oven', 'meter'])).toBe('did you mean oven?');
    expect(alternatives('bonder', ['oven', 'meter'])).toBe('there are oven, meter.');
    expect(alternatives('bonder', ['oven'], 'begin with one of')).toBe('begin with one of oven.');
    expect(alternatives('bonder', [])).toBe('there are none.');
  });
});
