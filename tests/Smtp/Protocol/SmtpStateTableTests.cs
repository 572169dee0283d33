using MsLite.Harness;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class SmtpStateTableTests
{
    [Fact]
    public void The_table_is_as_agreed()
    {
        var lines = from verb in Enum.GetValues<SmtpVerb>()
                    from state in Enum.GetValues<SmtpState>()
                    from secure in new[] { false, true }
                    let refusal = SmtpStateTable.Judge(verb, state, secure)
                    where refusal is not null
                    select $"{verb} in {state}{(secure ? " with TLS" : "")}: {refusal}\n";

        GoldenFile.AssertEqual("tests/Smtp/Protocol/state-table.golden", string.Concat(lines));
    }
}
