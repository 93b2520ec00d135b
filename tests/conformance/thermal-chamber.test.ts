import { subjectsOf } from '../subjects/of-package.ts';

for (const { conformInVirtualTime } of subjectsOf('thermal-chamber')) conformInVirtualTime();
