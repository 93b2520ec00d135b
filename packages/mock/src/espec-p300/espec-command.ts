import { EspecRefusal } from './espec-refusal.ts';
import type { EspecPanel } from './espec-panel.ts';

/** What carries out a command: text is the reply, nothing is `OK:`. `rest` is what stands after the first comma. */
export type EspecCommand = (args: readonly string[], rest: string) => string | undefined;

/** Commands by what stands before the first comma, in capitals. */
export type EspecCommands = Readonly<Record<string, EspecCommand>>;

/** A command that sets something: refused while the data are protected. */
export function setting(
  panel: EspecPanel,
  act: (args: readonly string[], rest: string) => void,
): EspecCommand {
  return (args, rest) => {
    if (panel.dataProtected) throw new EspecRefusal('PROTECT ON');
    act(args, rest);
    return undefined;
  };
}

/** Refuses what only a chamber with humidity has. */
export function needHumidity(panel: EspecPanel): void {
  if (!panel.controller.hasHumidity) throw new EspecRefusal('CONT NOT READY-1');
}

/** Refuses what only a chamber with product control has. */
export function needProduct(panel: EspecPanel): void {
  if (!panel.controller.hasProduct || !panel.variant.full) throw new EspecRefusal('CONT NOT READY-1');
}

/** Refuses what the small panels do not have. */
export function needFull(panel: EspecPanel): void {
  if (!panel.variant.full) throw new EspecRefusal('CONT NOT READY-3');
}
