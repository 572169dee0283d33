using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Scanners;

namespace MsLite.Filter.Tests.Scanners;

public sealed class ScannerReplyTests
{
    [Theory]
    [InlineData("1: stream: OK", null)]
    [InlineData("1: stream: Eicar-Test-Signature FOUND", "Eicar-Test-Signature")]
    [InlineData("1: stream: Win.Test.EICAR_HDB-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND", "Win.Test.EICAR_HDB-1")]
    [InlineData("1: stream: a b\r\nc\u00e9 FOUND", "abc")]
    [InlineData("1: stream: (x) FOUND", "(x)")]
    [InlineData("1: stream: \t FOUND", "unnamed")]
    public void Clamd_finds_a_virus_or_nothing(string reply, string? virus) =>
        Assert.Equal(virus, ClamdReply.Parse(Encoding.UTF8.GetBytes(reply), 1).Virus);

    [Theory]
    [InlineData("")]
    [InlineData("stream: OK")]
    [InlineData("2: stream: OK")]
    [InlineData("1: stream: OK ")]
    [InlineData("1: stream: FOUND")]
    [InlineData("1: stream:  FOUND")]
    [InlineData("1: OK")]
    [InlineData("1: stream: Can't allocate memory ERROR")]
    [InlineData("UNKNOWN COMMAND")]
    [InlineData("COMMAND READ TIMED OUT")]
    public void Anything_else_of_clamd_is_no_answer(string reply) =>
        Assert.Throws<ScannerException>(() => ClamdReply.Parse(Encoding.UTF8.GetBytes(reply), 1));

    [Fact]
    public void Clamd_says_that_a_message_is_too_large() =>
        Assert.True(ClamdReply.Parse("7: INSTREAM size limit exceeded. ERROR"u8, 7).IsTooLarge);

    [Theory]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nContent-length: 20\r\nSpam: True ; 15.2 / 5.0\r\n\r\nTEST_HOT,TEST_WARM\r\n", true, 15.2, 5.0, "TEST_HOT, TEST_WARM")]
    [InlineData("SPAMD/1.0 0 EX_OK\r\nspam: yes ; 5 / 5\r\n\r\n", true, 5.0, 5.0, "")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: False ; -2.5 / 5.0\r\n\r\nALL_TRUSTED", false, -2.5, 5.0, "ALL_TRUSTED")]
    public void Spamd_gives_a_word_a_score_and_rules(string reply, bool isSpam, double score, double required, string rules) =>
        Assert.Equal(new SpamdReply(isSpam, score, required, rules), SpamdReply.Parse(Encoding.UTF8.GetBytes(reply)));

    [Theory]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 15.2 / 5.0\r\n")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\n\r\nSpam: True ; 15.2 / 5.0")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: Perhaps ; 15.2 / 5.0\r\n\r\n")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: True ; nan / 5.0\r\n\r\n")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 1e999 / 5.0\r\n\r\n")]
    [InlineData("SPAMD/1.1 0 EX_OK\r\nSpam: True\r\n\r\n")]
    [InlineData("SPAMD/1.1 76 Bad header line: x\r\n\r\n")]
    [InlineData("SPAMD/1.1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("")]
    public void Anything_else_of_spamd_is_no_answer(string reply) =>
        Assert.Throws<ScannerException>(() => SpamdReply.Parse(Encoding.UTF8.GetBytes(reply)));

    [Fact]
    public void Rspamd_gives_an_action_a_score_and_symbols_with_the_largest_first()
    {
        var reply = RspamdReply.Parse("""
            {"action":"Add Header","score":7.354,"required_score":15,"symbols":{
              "SMALL":{"name":"SMALL","score":0.25,"options":["x"]},"GOOD":{"score":-6},"BIG":{"score":9.5},"NONE":{},"ODD":3}}
            """u8.ToArray());

        Assert.Equal("add header (7.35)", reply.Sentence);
        Assert.Equal("BIG(9.5), GOOD(-6), SMALL(0.25), NONE(0)", reply.SymbolList);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"action\":\"reject\"}")]
    [InlineData("{\"score\":15}")]
    [InlineData("{\"action\":\"\",\"score\":15}")]
    [InlineData("{\"action\":\"reject\",\"score\":\"15\"}")]
    [InlineData("{\"action\":\"reject\",\"score\":1e999}")]
    [InlineData("{\"action\":[\"reject\"],\"score\":15}")]
    [InlineData("{\"action\":\"\\ud800\",\"score\":15}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void Anything_else_of_rspamd_is_no_answer(string reply) =>
        Assert.Throws<ScannerException>(() => RspamdReply.Parse(Encoding.UTF8.GetBytes(reply)));

    [Fact]
    public void Rspamds_own_word_for_its_trouble_is_passed_on() =>
        Assert.Equal("It says \"corrupted\".", Assert.Throws<ScannerException>(() => RspamdReply.Parse("{\"error\":\"corrupted\"}"u8.ToArray())).Message);

    [Fact]
    public void Whatever_bytes_come_each_is_an_answer_or_a_sentence()
    {
        string[] beginnings = ["", "1: ", "1: stream: ", "SPAMD/1.1 0 EX_OK\r\nSpam: ", "{\"action\":\"a\",\"score\":1,\"symbols\":{\"", "{\"action\":\""];
        Prop.ForAll<byte[]>(bytes => beginnings.All(beginning => IsAnswered([.. Encoding.UTF8.GetBytes(beginning), .. bytes]))).QuickCheckThrowOnFailure();
    }

    private static bool IsAnswered(byte[] bytes) =>
        IsAnswered(() => ClamdReply.Parse(bytes, 1)) && IsAnswered(() => SpamdReply.Parse(bytes)) && IsAnswered(() => RspamdReply.Parse(bytes));

    private static bool IsAnswered(Func<object> parse)
    {
        try
        {
            return parse() is not null;
        }
        catch (ScannerException fault)
        {
            return fault.Message.EndsWith('.') && !fault.Message.Any(char.IsControl);
        }
    }
}
