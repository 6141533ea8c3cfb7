/** S3 refused to delete some of the objects. */
export class DeleteRefused extends Error {
    /** @param removed how many were deleted before. */
    constructor(
        message: string,
        name: string,
        readonly removed: number,
    ) {
        super(message);
        this.name = name;
    }
}
