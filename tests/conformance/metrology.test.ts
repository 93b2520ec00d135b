import { subjectsOf } from '../subjects/of-package.ts';

for (const { conform } of subjectsOf('metrology')) conform();
