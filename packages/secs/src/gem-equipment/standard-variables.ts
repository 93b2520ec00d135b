import { A, L, U1, U2, U4 } from '../secs-ii/constructors.ts';
import type { Id } from '../secs-ii/access.ts';
import type { Item } from '../secs-ii/item.ts';
import type { IdItems } from '../gem/ids.ts';
import { controlCode } from './codes.ts';
import type { ControlState } from './control.ts';
import type { EquipmentEvent, EquipmentVariable } from './definition.ts';
import type { GemIds } from './gem-ids.ts';

/** What the standard variables show. */
export interface StandardValues {
  readonly time: () => string;
  readonly controlState: () => ControlState;
  readonly eventsEnabled: () => readonly Id[];
  readonly alarmsEnabled: () => readonly Id[];
  readonly alarmsSet: () => readonly Id[];
  readonly spool: () => {
    readonly state: number;
    readonly unloadState: number;
    readonly loadState: number;
    readonly count: number;
    readonly total: number;
    readonly startTime: string;
    readonly fullTime: string;
  };
}

/** The variables that GEM itself wants. Source: SEMI E30; sheet gem.md sections 8 and 11. */
export function standardVariables(
  { variables: ids, data }: GemIds,
  idItems: IdItems,
  values: StandardValues,
): readonly EquipmentVariable[] {
  const status = (id: Id, name: string, value: () => Item): EquipmentVariable => ({ id, name, value });
  // A data variable has its value from the event that it goes with.
  const only = (id: Id, name: string, none: Item): EquipmentVariable => ({
    id,
    name,
    kind: 'data',
    value: () => none,
  });
  const list = (kind: 'event' | 'alarm', of: () => readonly Id[]) => (): Item =>
    L(of().map((id) => idItems.one(kind, id)));
  const { spool } = values;
  return [
    status(ids.clock, 'Clock', () => A(values.time())),
    status(ids.controlState, 'ControlState', () => U1(controlCode[values.controlState()])),
    status(ids.eventsEnabled, 'EventsEnabled', list('event', values.eventsEnabled)),
    status(ids.alarmsEnabled, 'AlarmsEnabled', list('alarm', values.alarmsEnabled)),
    status(ids.alarmsSet, 'AlarmsSet', list('alarm', values.alarmsSet)),
    status(ids.spoolState, 'SpoolState', () => U1(spool().state)),
    status(ids.spoolUnloadSubstate, 'SpoolUnloadSubstate', () => U1(spool().unloadState)),
    status(ids.spoolLoadSubstate, 'SpoolLoadSubstate', () => U1(spool().loadState)),
    status(ids.spoolCountActual, 'SpoolCountActual', () => U4(spool().count)),
    status(ids.spoolCountTotal, 'SpoolCountTotal', () => U4(spool().total)),
    status(ids.spoolStartTime, 'SpoolStartTime', () => A(spool().startTime)),
    status(ids.spoolFullTime, 'SpoolFullTime', () => A(spool().fullTime)),
    only(data.alarmId, 'AlarmID', U4(0)),
    only(data.programName, 'PPChangeName', A('')),
    only(data.programChange, 'PPChangeStatus', U1(0)),
    only(data.programError, 'PPError', A('')),
    only(data.operatorCommand, 'OperatorCommand', A('')),
    only(data.limitVariable, 'LimitVariable', U4(0)),
    only(data.eventLimit, 'EventLimit', U2(0)),
    only(data.transitionType, 'TransitionType', U1(0)),
    only(data.changedConstant, 'ChangedConstant', U4(0)),
  ];
}

/** The events that GEM itself wants. Source: SEMI E30; sheet gem.md section 11. */
export function standardEvents({ events: ids, data }: GemIds): readonly EquipmentEvent[] {
  const event = (id: Id, name: string, variables: readonly Id[] = []): EquipmentEvent => ({
    id,
    name,
    variables,
  });
  return [
    event(ids.equipmentOffline, 'EquipmentOffline'),
    event(ids.controlStateLocal, 'ControlStateLocal'),
    event(ids.controlStateRemote, 'ControlStateRemote'),
    event(ids.programChange, 'ProcessProgramChange', [data.programName, data.programChange]),
    event(ids.programVerified, 'ProcessProgramVerified', [data.programName, data.programError]),
    event(ids.operatorCommand, 'OperatorCommandIssued', [data.operatorCommand]),
    event(ids.operatorConstantChange, 'OperatorEquipmentConstantChange', [data.changedConstant]),
    event(ids.materialReceived, 'MaterialReceived'),
    event(ids.materialRemoved, 'MaterialRemoved'),
    event(ids.messageRecognition, 'MessageRecognition'),
    event(ids.spoolingActivated, 'SpoolingActivated'),
    event(ids.spoolingDeactivated, 'SpoolingDeactivated'),
    event(ids.spoolTransmitFailure, 'SpoolTransmitFailure'),
  ];
}
