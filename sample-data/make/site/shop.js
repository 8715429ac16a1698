// Asks for what the plan says, one after the other, and tells in the title when it is done.
async function ask({ url, method, count, fetchOptions: { abortAfter, together, leave, ...options } }) {
  const one = async () => {
    const signal = abortAfter ? AbortSignal.timeout(abortAfter) : undefined;
    try {
      const response = await fetch(url, { method, signal, ...options });
      await response.text();
    } catch {
      // The plan knows.
    }
  };
  if (together) {
    await Promise.all(Array.from({ length: count }, one));
    return;
  }
  for (let i = 0; i < count; i++) {
    const asked = one();
    if (!leave) await asked;
  }
}

function talk({ url, messages }) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    let answers = 0;
    socket.onopen = () => socket.send('message 0');
    socket.onmessage = () => {
      answers += 1;
      if (answers < messages) socket.send(`message ${answers}`);
      else socket.close();
    };
    socket.onclose = resolve;
  });
}

addEventListener('load', async () => {
  const { fetches, socket } = window.plan;
  await talk(socket);
  for (const step of fetches) await ask(step);
  document.title = 'Shop done';
});
