import { describe, expect, it } from 'vitest';
import { models, traitsOf } from './models.ts';

describe('traitsOf', () => {
  it.each([
    ['TDS 210', 'tds', 2],
    ['TDS 224', 'tds', 4],
    ['TDS 2024C', 'tds', 4],
    ['TBS 1052B', 'tds', 2],
    ['DPO4104', 'dpo', 4],
    ['MDO3012', 'dpo', 2],
    ['MSO22', 'mso', 2],
    ['MSO58', 'mso', 8],
    ['MSO64B', 'mso', 4],
    ['LPD64', 'mso', 4],
  ])('knows %j', (model, dialect, channels) => {
    expect(traitsOf({ manufacturer: 'TEKTRONIX', model })).toEqual({ dialect, channels });
  });

  it.each(['MSO-X 3054A', 'MSO5074', 'DPO70404', 'DSOX1102G'])('leaves %j to others', (model) => {
    expect(models.pattern.test(`X ${model}`)).toBe(false);
  });
});
