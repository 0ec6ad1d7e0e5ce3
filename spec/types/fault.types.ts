// Compiled, never run: the kinds of faults that are documented are those that are accepted.
import type * as z from 'zod';
import type { FaultKind } from '../../mock-backend/faults/fault-kinds.js';
import type { anyFault } from '../../mock-backend/faults/fault-kinds-schema.js';

type Accepted = z.input<typeof anyFault>['kind'];

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function is<_T extends true>(): void {}

is<Same<FaultKind, Accepted>>();
