/** Creates a job at a mock backend without the command line. */
export async function newJob(url: string, body: object): Promise<string> {
  const response = await fetch(`${url}/job`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { job_id: string }).job_id;
}
