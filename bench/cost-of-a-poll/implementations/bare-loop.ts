import { jittered, type Implementation } from '../implementation.js';

/** `setTimeout` and a poll, in a loop. */
export const implementation: Implementation = (service, { intervalMs }) => {
  return jobId => {
    let timer: NodeJS.Timeout | undefined;
    const poll = async (): Promise<void> => {
      const { status } = await service.poll(jobId);
      if (status === 'pending' && timer !== undefined) timer = setTimeout(poll, jittered(intervalMs));
    };
    timer = setTimeout(poll, 0);
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  };
};
