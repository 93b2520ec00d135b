/** An expression of the subset of Lua. */
export type LuaExpression =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | undefined }
  | { readonly kind: 'name'; readonly name: string; readonly line: number }
  | {
      readonly kind: 'index';
      readonly object: LuaExpression;
      readonly key: LuaExpression;
      readonly line: number;
    }
  | {
      readonly kind: 'call';
      readonly callee: LuaExpression;
      readonly parameters: readonly LuaExpression[];
      readonly line: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: LuaExpression;
      readonly right: LuaExpression;
      readonly line: number;
    }
  | {
      readonly kind: 'unary';
      readonly operator: string;
      readonly operand: LuaExpression;
      readonly line: number;
    }
  | { readonly kind: 'table'; readonly entries: readonly LuaTableEntry[] }
  | { readonly kind: 'function'; readonly names: readonly string[]; readonly body: LuaBlock };

/** An entry of a table constructor; without a key it is the next in order. */
export interface LuaTableEntry {
  readonly key: LuaExpression | undefined;
  readonly value: LuaExpression;
}

/** What may be assigned to. */
export type LuaTarget = Extract<LuaExpression, { readonly kind: 'name' | 'index' }>;

/** A statement of the subset of Lua. */
export type LuaStatement =
  | { readonly kind: 'call'; readonly call: LuaExpression }
  | {
      readonly kind: 'assign';
      readonly targets: readonly LuaTarget[];
      readonly values: readonly LuaExpression[];
    }
  | { readonly kind: 'local'; readonly names: readonly string[]; readonly values: readonly LuaExpression[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: LuaExpression; readonly body: LuaBlock }[];
      readonly otherwise: LuaBlock;
    }
  | { readonly kind: 'while'; readonly condition: LuaExpression; readonly body: LuaBlock }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly from: LuaExpression;
      readonly to: LuaExpression;
      readonly step: LuaExpression;
      readonly body: LuaBlock;
      readonly line: number;
    }
  | { readonly kind: 'block'; readonly body: LuaBlock }
  | { readonly kind: 'return'; readonly values: readonly LuaExpression[] }
  | { readonly kind: 'break' };

export type LuaBlock = readonly LuaStatement[];
