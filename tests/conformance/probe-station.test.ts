import { subjectsOf } from '../subjects/of-package.ts';

for (const { conformInVirtualTime, conformOnRealWires } of subjectsOf('probe-station')) {
  conformInVirtualTime();
  conformOnRealWires();
}
