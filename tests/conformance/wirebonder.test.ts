import { subjectsOf } from '../subjects/of-package.ts';

for (const { conformInVirtualTime, conformOnRealWires } of subjectsOf('wirebonder')) {
  conformInVirtualTime();
  conformOnRealWires();
}
