const AT_ONCE = 1000;

// The replay of many letters, part by part, so that it can be stopped. It goes on while the console shows another page;
// who closes the console is asked, since what is left then goes on waiting.
class Replaying extends EventTarget {
  progress = null;
  refusal = null;
  #stopped = false;

  async start(rest, which) {
    this.#stopped = false;
    this.refusal = null;
    this.#tell({ done: 0 });
    addEventListener("beforeunload", ask);
    try {
      await this.#all(rest, which);
    } catch (refusal) {
      this.refusal = refusal;
    }
    removeEventListener("beforeunload", ask);
    this.#tell(null);
  }

  // `until` leaves out what is dead again meanwhile
  async #all(rest, which) {
    for (let until, remain = 1, done = 0; remain && !this.#stopped; ) {
      const answer = await rest.replayMany({ ...which, limit: AT_ONCE, ...(until && { until }) });
      if (!answer.replayed) break;
      ({ until, remain } = answer);
      done += answer.replayed;
      this.#tell({ done, of: done + remain });
    }
  }

  /** Ends it once the part that is under way is done. */
  stop = () => {
    this.#stopped = true;
  };

  #tell(progress) {
    this.progress = progress;
    this.dispatchEvent(new Event("change"));
  }
}

const ask = (event) => event.preventDefault();

export const replaying = new Replaying();
