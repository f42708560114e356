"""Pictures of products and a model in; what it tells of each out."""

import json

from cartvision.errors import InputError
from cartvision.flags import run
from cartvision.inference.pictures import read, speak_beside_the_answers
from cartvision.models.describer.open import load_describer
from cartvision.predict_attributes.flags import PredictAttributesFlags
from cartvision.predict_attributes.table import as_json, table
from cartvision.predict_attributes.told import require_known, told_of
from cartvision.taxonomy.reading import read_taxonomy


def main(flags: PredictAttributesFlags) -> None:
    speak_beside_the_answers()
    taxonomy = None if flags.taxonomy is None else read_taxonomy(flags.taxonomy)
    model = load_describer(flags.model)
    if taxonomy is not None and flags.taxonomy is not None:
        require_known(taxonomy, model, path=flags.taxonomy)
    answers: list[dict[str, object]] = []
    faults: list[str] = []
    for image in flags.image:
        try:
            told = told_of(model, read(image), taxonomy=taxonomy)
        except InputError as error:
            faults.append(str(error))
            answers.append({"image": str(image), "error": str(error)})
            continue
        answers.append({"image": str(image), **as_json(told)})
        if not flags.as_json:
            print("\n".join(table(told, name=str(image))), end="\n\n")
    if flags.as_json:
        print(json.dumps(answers, indent=2, ensure_ascii=False))
    if faults:
        raise InputError(
            f"{len(faults)} of {len(answers)} pictures not answered: {'; '.join(faults)}"
        )


if __name__ == "__main__":
    run(main, PredictAttributesFlags)
