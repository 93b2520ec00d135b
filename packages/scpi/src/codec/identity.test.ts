import { describe, expect, it } from 'vitest';
import { parseIdentity } from './identity.ts';

describe('parseIdentity', () => {
  it.each([
    [
      'Keysight Technologies,34465A,MY54500123,A.02.16-02.40-02.16-00.51-03-01\n',
      ['Keysight Technologies', '34465A', 'MY54500123', 'A.02.16-02.40-02.16-00.51-03-01'],
    ],
    [
      'KEITHLEY INSTRUMENTS INC.,MODEL 2400,1234567,C30   Mar 17 2006 09:29:29/A02  /K/J',
      ['KEITHLEY INSTRUMENTS INC.', '2400', '1234567', 'C30   Mar 17 2006 09:29:29/A02  /K/J'],
    ],
    [
      'Keithley Instruments Inc., Model 2601B, 4498311, 3.3.5',
      ['Keithley Instruments Inc.', '2601B', '4498311', '3.3.5'],
    ],
    [
      'Siglent Technologies,SPD3303X,SPD3XHBQ1R0000,1.01.01.02.05,V3.0',
      ['Siglent Technologies', 'SPD3303X', 'SPD3XHBQ1R0000', '1.01.01.02.05,V3.0'],
    ],
    ['HEWLETT-PACKARD,E3631A,0,2.1-5.0-1.0', ['HEWLETT-PACKARD', 'E3631A', '', '2.1-5.0-1.0']],
    ['"ACME,X1,7,0"', ['ACME', 'X1', '7', '']],
    ['ACME,X1', ['ACME', 'X1', '', '']],
    ['ACME', ['ACME', '', '', '']],
  ])('reads %j', (reply, [manufacturer, model, serialNumber, firmware]) => {
    expect(parseIdentity(reply)).toEqual({ manufacturer, model, serialNumber, firmware });
  });

  it.each(['', '\n', '""'])('refuses %j', (reply) => {
    expect(() => parseIdentity(reply)).toThrow(
      expect.objectContaining({ kind: 'protocol', code: 'scpi-identity-malformed' }),
    );
  });
});
