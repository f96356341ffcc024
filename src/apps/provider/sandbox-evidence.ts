import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalBytes } from "../../base/canonical.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import { makeDiskImage } from "../sandbox/disk-image.ts";
import { trafficLog } from "../sandbox/traffic-log.ts";
import type { ProviderDeskDeps, SourceFile } from "./deps.ts";
import { workFolderOf } from "./work-folder.ts";

type MakeEvidence = NonNullable<ProviderDeskDeps["sandbox"]>["makeEvidence"];

/**
 * Makes the evidence of case 1 for an order: a disk image for stored data, traffic data for traffic data. The same order
 * gives the same bytes, so making it again after a crash changes nothing. `megabytes` is the size of the image.
 */
export function sandboxEvidence(workFolder: string, megabytes = 256): MakeEvidence {
  return async (order, onProgress) => {
    const { files } = await workFolderOf(workFolder, order.digest);
    if (order.body.what === "stored-data") return [await image(order, files, megabytes, onProgress)];
    if (order.body.what === "subscriber-information") return [await subscriber(files)];
    const path = join(files, "traffic-data.jsonl");
    await writeFile(path, trafficLog(order.ref));
    return [{ name: "traffic-data.jsonl", path }];
  };
}

async function image(
  order: OrderRow,
  files: string,
  megabytes: number,
  onProgress?: (done: number, total: number) => void,
): Promise<SourceFile> {
  const path = join(files, "control-server.img");
  // An image has its name only when it is whole.
  if (!(await stat(path).catch(() => null)))
    await makeDiskImage({ path, megabytes, seed: order.ref, ...(onProgress ? { onProgress } : {}) });
  return { name: "control-server.img", path };
}

async function subscriber(files: string): Promise<SourceFile> {
  const path = join(files, "subscriber.json");
  const entry = {
    server: "vps-77",
    address: "203.0.113.77",
    rentedFrom: "2027-06-06",
    paid: "prepaid voucher",
  };
  await writeFile(path, canonicalBytes(entry));
  return { name: "subscriber.json", path };
}
