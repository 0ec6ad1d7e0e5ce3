import { spread, type Contestant } from '../contestant.js';

/** `setTimeout`, a look, and again. */
export const contestant: Contestant = (service, { intervalMs }) => {
  return jobId => {
    let timer: NodeJS.Timeout | undefined;
    const look = async (): Promise<void> => {
      const { status } = await service.look(jobId);
      if (status === 'pending' && timer !== undefined) timer = setTimeout(look, spread(intervalMs));
    };
    timer = setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  };
};
