using System.Reflection;
using MsLite.Harness;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class SmtpRepliesTests
{
    private static IEnumerable<(string Name, SmtpReply Reply)> All =>
        from each in typeof(SmtpReplies).GetFields(BindingFlags.Static | BindingFlags.Public)
        select (each.Name, (SmtpReply)each.GetValue(null)!);

    [Fact]
    public void The_replies_of_the_engine_are_as_agreed() =>
        GoldenFile.AssertEqual(
            "tests/Smtp/Protocol/replies.golden",
            string.Concat(All.OrderBy(each => each.Reply.ToString(), StringComparer.Ordinal)
                .Select(each => $"{each.Reply}{(each.Reply.Closes ? " (closes)" : "")}\n")));

    [Fact]
    public void Enhanced_status_and_code_agree()
    {
        foreach (var (name, reply) in All)
        {
            // RFC 2034 §4: the first digits are the same; there is none in 3xx.
            Assert.True(reply.Code / 100 == 3 ? reply.Enhanced is null : reply.Enhanced?[0] == '0' + (reply.Code / 100), name);
        }
    }
}
