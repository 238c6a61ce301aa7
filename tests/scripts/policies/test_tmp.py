from __future__ import annotations
import re
import pytest
from tests.scripts.policies.ground import Ground
from tests.scripts.policies.lines import LINES
from tests.scripts.policies.test_commands import holding, SINGLE
pytestmark = pytest.mark.deviates
FULL={}
def norm(f):
    return (f.code, re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z|h-\w{8}|\d{12}|car-\w+","X",f.out))
@pytest.mark.parametrize(("c","p","a"), SINGLE)
def test_look(c,p,a, ground: Ground, made):
    if c not in FULL:
        holding(ground,c)
        FULL[c]=[norm(ground.run(l)) for l in LINES[c]]
        ground.restore(made[1])
    holding(ground,c,without=(p,a))
    res=[]
    for i,line in enumerate(LINES[c]):
        f=ground.run(line)
        if a in f.out+f.err: res.append(f"named({f.code})")
        elif norm(f)!=FULL[c][i]:
            res.append("differs(%d)"%f.code)
            with open("/tmp/h/pol_diff.txt","a") as o:
                o.write(f"#### {c} {p} {a} | {line}\n--full\n{FULL[c][i][1]}\n--now\n{f.out}\n{f.err[-800:]}\n")
        else: res.append("same")
    with open("/tmp/h/pol_cat.txt","a") as o: o.write(f"{'NAMED' if any('named' in r for r in res) else 'DIFF' if any('diff' in r for r in res) else 'SILENT'} {c} {p} {a} {res}\n")
