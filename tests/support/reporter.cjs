const { reporters } = require("mocha");

/** Mocha's own report, and one line that a machine can read at the very end. */
module.exports = class extends reporters.Spec {
    epilogue() {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
    }
};
