// jsdom lacks these globals of Node: ky, the client and the mock backend need them.
import { TestEnvironment } from 'jest-environment-jsdom';

const { AbortController, AbortSignal, fetch, Headers, ReadableStream, Request, Response } = globalThis;
const { TextDecoder, TextEncoder } = globalThis;
const web = { AbortController, AbortSignal, fetch, Headers, ReadableStream, Request, Response };

export default class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    Object.assign(this.global, web, { TextDecoder, TextEncoder });
  }
}
