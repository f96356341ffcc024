import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalBytes } from "../../base/canonical.ts";
import { makeDiskImage } from "../sandbox/disk-image.ts";
import { trafficLog } from "../sandbox/traffic-log.ts";
import type { ProviderDeskDeps, SourceFile } from "./deps.ts";
import { workFolderOf } from "./work-folder.ts";

type MakeEvidence = NonNullable<ProviderDeskDeps["sandbox"]>["makeEvidence"];

/** The server of case 1 as a file on the provider's machine; made once, whole or not at all. */
export async function serverImage(path: string, megabytes: number): Promise<string> {
  if (!(await stat(path).catch(() => null))) await makeDiskImage({ path, megabytes, seed: "vps-77" });
  return path;
}

/**
 * Makes the evidence of case 1 for an order: the server's image for stored data, traffic data for traffic data. The same
 * order gives the same bytes, so making it again after a crash changes nothing. `image` is where the server's image is;
 * it stood there before anybody asked, as the server did.
 */
export function sandboxEvidence(workFolder: string, image: () => Promise<string>): MakeEvidence {
  return async (order) => {
    const { files } = await workFolderOf(workFolder, order.digest);
    if (order.body.what === "stored-data") return [{ name: "control-server.img", path: await image() }];
    if (order.body.what === "subscriber-information") return [await subscriber(files)];
    const path = join(files, "traffic-data.jsonl");
    await writeFile(path, trafficLog(order.ref));
    return [{ name: "traffic-data.jsonl", path }];
  };
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
