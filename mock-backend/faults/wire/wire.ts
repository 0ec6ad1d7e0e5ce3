/** How a connection breaks: a reset, a clean end, or a stall. */
export type Break = 'reset' | 'end' | 'stall';

/** What a server can do to a client over HTTP besides responding. */
export interface Wire {
  /** Breaks before the first byte of a response. */
  breakOff(how: Break): Promise<Response>;
  /** Sends the head and half of the body, then breaks. */
  breakMidway(response: Response, how: Break): Promise<Response>;
  /** A status that a `Response` cannot have, such as 999. */
  odd(status: number, headers: Record<string, string>, body: string): Promise<Response>;
  /** 1xx, and then the response. */
  inform(status: 100 | 102 | 103, response: Response): Promise<Response>;
  /** Raw bytes instead of a response, then the end of the connection. */
  raw(bytes: string): Promise<Response>;
}
