import type { Call, MemberImplementations } from '@fourwire/core';
import type { Crosspoint, switchMatrix } from '../classes/switch-matrix.ts';
import { areSame, ensureConfirmed, ensureCrosspoints, without } from './crosspoints.ts';
import type { CrosspointSpace } from './crosspoints.ts';

/** How a driver serves a switch matrix. */
export type SwitchMembers = MemberImplementations<(typeof switchMatrix)['members']>;

/** What a family says of a switch; every order ends when the relays have settled. */
export interface SwitchPort {
  readonly space: CrosspointSpace;
  closed(call: Call): Promise<readonly Crosspoint[]>;
  close(crosspoints: readonly Crosspoint[], call: Call): Promise<void>;
  open(crosspoints: readonly Crosspoint[], call: Call): Promise<void>;
  openAll(call: Call): Promise<void>;
  /** Closes these and opens all others, in the order that the instrument is set to. */
  closeOnly(crosspoints: readonly Crosspoint[], call: Call): Promise<void>;
  /** Refuses relays that its cards do not have. */
  ensureThere?(crosspoints: readonly Crosspoint[]): void;
}

/** The members that are alike for all families; what was closed and opened is read back. */
export function switchMembers(port: SwitchPort): Pick<SwitchMembers, 'closed' | 'connect' | 'disconnect'> {
  const ensureThere = (crosspoints: readonly Crosspoint[]): void => {
    ensureCrosspoints(crosspoints, port.space);
    port.ensureThere?.(crosspoints);
  };
  return {
    closed: {
      read: async (call) => port.closed(call),
      write: async (crosspoints, call) => {
        ensureThere(crosspoints);
        if (crosspoints.length === 0) await port.openAll(call);
        else await port.closeOnly(crosspoints, call);
      },
      same: areSame,
    },
    connect: {
      run: async ({ crosspoints }, operation) => {
        ensureThere(crosspoints);
        await port.close(crosspoints, operation);
        ensureConfirmed(without(crosspoints, await port.closed(operation)), 'closed');
        return undefined;
      },
    },
    disconnect: {
      run: async ({ crosspoints }, operation) => {
        ensureThere(crosspoints);
        await port.open(crosspoints, operation);
        const closed = await port.closed(operation);
        ensureConfirmed(without(crosspoints, without(crosspoints, closed)), 'open');
        return undefined;
      },
    },
  };
}
