import { spread, type Contestant } from '../contestant.js';

/** `setTimeout`, a poll, and again. */
export const contestant: Contestant = (service, { intervalMs }) => {
  return jobId => {
    let timer: NodeJS.Timeout | undefined;
    const poll = async (): Promise<void> => {
      const { status } = await service.poll(jobId);
      if (status === 'pending' && timer !== undefined) timer = setTimeout(poll, spread(intervalMs));
    };
    timer = setTimeout(poll, 0);
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  };
};
