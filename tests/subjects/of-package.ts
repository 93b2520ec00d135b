/// <reference types="vite/types/importMeta.d.ts" />
import type { Subject } from './subject.ts';

const modules = import.meta.glob<Readonly<Record<string, Subject>>>('./*/*.ts', { eager: true });

/** What `tests/subjects/<folder>/` exports: one subject for each driver. */
export function subjectsOf(folder: string): readonly Subject[] {
  return Object.entries(modules)
    .filter(([path]) => path.startsWith(`./${folder}/`))
    .flatMap(([, module]) => Object.values(module));
}

/** All subjects. */
export const allSubjects: readonly Subject[] = Object.values(modules).flatMap((module) =>
  Object.values(module),
);
