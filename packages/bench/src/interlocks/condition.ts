import type { Condition } from './interlock.ts';

/** A member as a condition finds it: its value, or why it has none. */
export type Found = { readonly value: unknown } | { readonly unreadable: string };

/** Whether a condition holds, and the members that decided it, in words. `unknown` where they could not be read. */
export interface Finding {
  readonly holds: boolean | 'unknown';
  readonly because: string;
}

/** What a condition asks of one member. */
export type MemberCondition = Extract<Condition, { member: string }>;

/** What a condition asks of single members. */
export function leavesOf(condition: Condition): readonly MemberCondition[] {
  if ('member' in condition) return [condition];
  const inner = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.not];
  return inner.flatMap(leavesOf);
}

/** The members that a condition asks, each once. */
export function membersOf(condition: Condition): readonly string[] {
  return [...new Set(leavesOf(condition).map(({ member }) => member))];
}

/**
 * Judges a condition by what its members were found at. A member that could not be read makes it `unknown`, unless the
 * others decide alone.
 */
export function judgeCondition(condition: Condition, find: (member: string) => Found): Finding {
  if ('member' in condition) return judgeMember(condition, find(condition.member));
  if ('not' in condition) {
    const { holds, because } = judgeCondition(condition.not, find);
    return { holds: holds === 'unknown' ? holds : !holds, because };
  }
  const [inner, decisive] = 'all' in condition ? [condition.all, false] : [condition.any, true];
  const findings = inner.map((one) => judgeCondition(one, find));
  const deciding = findings.find(({ holds }) => holds === decisive);
  if (deciding !== undefined) return deciding;
  const open = findings.find(({ holds }) => holds === 'unknown');
  return open ?? { holds: !decisive, because: findings.map(({ because }) => because).join(' and ') };
}

function judgeMember(condition: MemberCondition, found: Found): Finding {
  const name = condition.field === undefined ? condition.member : `${condition.member}.${condition.field}`;
  if ('unreadable' in found)
    return { holds: 'unknown', because: `${name} cannot be read (${found.unreadable})` };
  const value =
    condition.field === undefined
      ? found.value
      : (found.value as Readonly<Record<string, unknown>> | undefined)?.[condition.field];
  const { is, in: among, above, below } = condition;
  const because = `${name} is ${JSON.stringify(value) ?? 'nothing'}`;
  if (value === undefined || ((above !== undefined || below !== undefined) && typeof value !== 'number'))
    return { holds: 'unknown', because: `${because}, which cannot be compared` };
  const holds =
    (is === undefined || isSame(value, is)) &&
    (among === undefined || among.some((one) => isSame(value, one))) &&
    (above === undefined || (value as number) > above) &&
    (below === undefined || (value as number) < below);
  return { holds, because };
}

/** Devices keep 32-bit floats: 0.1 comes back as 0.10000000149. Whole numbers, such as codes, must be equal. */
function isSame(value: unknown, wanted: string | number | boolean): boolean {
  if (typeof value !== 'number' || typeof wanted !== 'number' || Number.isInteger(wanted))
    return value === wanted;
  return Math.abs(value - wanted) <= Math.abs(wanted) * 1e-6;
}
