use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 404, message = "{{{a}}} { a } {a:} {a:?} {a:#?} {a:x?} {a:>8} {a:*^+#10x} {a:}>5} {a:{<5} {a:💥^5} {a:.}")]
struct Strange {
    a: u8,
}

fn main() {
    assert_eq!(Strange { a: 7 }.to_string(), "{7} 7 7 7 7 7        7 ***+0x7*** }}}}7 7{{{{ 💥💥7💥💥 7");
}
