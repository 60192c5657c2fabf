// Who reviews: the token and the name are kept for this tab alone, and nothing is sent that the reviewer did not send.
const KEY = "whoasks-reviewer";

export const reviewer = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null");
export const leave = () => sessionStorage.removeItem(KEY);

// Begins a session if the service knows the token; resolves to what is wrong, or to nothing.
export async function enter(token, name) {
  const { problem, reply } = await send(token);
  if (problem) return problem;
  if (!reply.reviewer && !name) return "This token does not say whose it is: give your name.";
  sessionStorage.setItem(KEY, JSON.stringify({ token, name: reply.reviewer || name }));
}

// Sends a verdict; resolves to the reply, or to what is wrong.
export const judge = (verdict) => send(reviewer().token, { ...verdict, reviewer: reviewer().name });

async function send(token, body) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Accept: "application/json" };
  try {
    const answer = await fetch("/reviews", { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    const reply = await answer.json();
    return answer.ok ? { reply } : { problem: reply.detail };
  } catch {
    return { problem: "The service cannot be reached, or the token cannot be sent; nothing was kept." };
  }
}
