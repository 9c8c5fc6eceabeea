//! What changed between random environments: nothing between two that are the same, and the way back is the mirror image
//! of the way there.

use callsheet::diff::{Change, Diff};
use callsheet::input::Input;
use callsheet::source::Sources;
use callsheet::{Compilation, compare, compile};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// A database and web servers: the number, the node, the size and whether it takes part, of each.
#[derive(Debug, Clone)]
struct Shop {
    webs: Vec<(u8, u8, bool)>,
    port: u8,
}

fn shops() -> impl Strategy<Value = Shop> {
    let webs = prop::collection::vec((0..6_u8, 0..3_u8, any::<bool>()), 0..6);
    (webs, 0..3_u8).prop_map(|(webs, port)| Shop { webs, port })
}

impl Shop {
    fn compile(&self) -> Compilation {
        let mut text = format!(
            "define db($port = {}) {{}}\ndefine web($port, $size) {{}}\nDb produces Sql {{ port => $port }}\n\
             Web consumes Sql {{ port => $port }}\nWeb produces Http {{}}\napplication shop {{\n  db {{ 'd': export => Sql['s'] }}\n",
            self.port
        );
        let mut nodes = "Node['db'] => Db['d'],".to_owned();
        for (number, &(node, size, _)) in self.webs.iter().enumerate().filter(|(_, web)| web.2) {
            text += &format!(
                "  web {{ 'w{number}': size => {size}, consume => Sql['s'], export => Http['h{number}'] }}\n"
            );
            nodes += &format!(" Node['n{node}-{number}'] => Web['w{number}'],");
        }
        text += &format!("}}\nsite {{ shop {{ 'one': nodes => {{ {nodes} }} }} }}\n");
        let compilation = compile(&Sources::single("site.pp", &text), &Input::default(), &[]);
        assert!(!compilation.analysis.plan.refused, "{text}");
        compilation
    }
}

fn sentences(diff: &Diff) -> Vec<String> {
    diff.changes.iter().map(Change::sentence).collect()
}

proptest! {
    #![proptest_config(Config::with_cases(60))]

    #[test]
    fn nothing_changes_between_equals(shop in shops()) {
        prop_assert_eq!(sentences(&compare(&shop.compile(), &shop.compile())), Vec::<String>::new());
    }

    #[test]
    fn the_way_back_is_the_mirror_image(one in shops(), other in shops()) {
        let (one, other) = (one.compile(), other.compile());
        let mirrored = |change: &Change| Change { before: change.after.clone(), after: change.before.clone(), ..change.clone() };
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        prop_assert_eq!(there.changes.len(), back.changes.len());
        for change in &there.changes {
            prop_assert!(back.changes.contains(&mirrored(change)), "{}", change.sentence());
            prop_assert!(change.before.is_some() || change.after.is_some());
        }
    }
}
