import { useEverything } from './use-everything.mjs';

globalThis.outcome = useEverything(location.origin);
