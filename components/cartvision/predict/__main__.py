"""Pictures and a model in; what it sees as words or JSON, and drawn pictures, out."""

import json

from cartvision.errors import InputError
from cartvision.files import write_bytes
from cartvision.flags import run
from cartvision.inference.open import open_predictor
from cartvision.inference.pictures import read, speak_beside_the_answers
from cartvision.predict.drawing import drawn
from cartvision.predict.flags import PredictFlags
from cartvision.predict.places import encoded_for, places
from cartvision.predict.seen import as_json, seen_by
from cartvision.predict.table import table


def main(flags: PredictFlags) -> None:
    targets = places(flags.image, out=flags.out)
    speak_beside_the_answers()
    predictor = open_predictor(flags.model)
    told: list[dict[str, object]] = []
    faults: list[str] = []
    for image in flags.image:
        try:
            pixels = read(image)
        except InputError as error:
            faults.append(str(error))
            told.append({"image": str(image), "error": str(error)})
            continue
        seen = seen_by(predictor, pixels, min_score=flags.min_score)
        told.append({"image": str(image), **as_json(seen)})
        if image in targets:
            write_bytes(targets[image], encoded_for(targets[image], drawn(pixels, seen)))
        if not flags.as_json:
            print("\n".join(table(seen, name=str(image))), end="\n\n")
    if flags.as_json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
    if faults:
        raise InputError(f"{len(faults)} of {len(told)} pictures not answered: {'; '.join(faults)}")


if __name__ == "__main__":
    run(main, PredictFlags)
