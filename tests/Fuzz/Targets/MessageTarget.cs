using MsLite.Mail.Mime;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Whole messages: the same tree from memory and from a stream, every part inside its parent, everything readable.</summary>
public sealed class MessageTarget : IFuzzTarget
{
    public string Name => "message";

    public void Run(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        var message = MimeMessage.Parse(bytes);
        var streamed = MimeMessage.Parse(new MemoryStream(bytes));

        Check(message.IsEmptyBody() == streamed.IsEmptyBody(), "Memory and stream disagree on emptiness.");
        var parts = Places(message.Root);
        Check(parts.SequenceEqual(Places(streamed.Root)), "Memory and stream give different trees.");
        Check(parts.TrueForAll(part => part.Offset <= part.Body && part.Body + part.Length <= bytes.Length), "A part lies outside the message.");
        Read(message);
    }

    private static List<(long Offset, long Body, long Length)> Places(MimePart root) =>
        [.. root.All().Select(part => (part.Offset, part.BodyOffset, part.BodyLength))];

    private static void Read(MimeMessage message)
    {
        _ = message.Subject + message.MessageId + message.Defects.Count;
        var at = 0L;
        foreach (var field in message.Headers)
        {
            Check(field.Offset >= at && field.Offset + field.Length <= message.BodyOffset, "Fields overlap or reach into the body.");
            Check(!field.Decoded.Any(char.IsControl), "A decoded value holds a control character.");
            at = field.Offset + field.Length;
        }

        foreach (var part in message.Root.All().Take(50))
        {
            _ = part.FileName + part.ReadText(10_000) + part.IsAttachment;
        }
    }

    private static void Check(bool isRight, string fault)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
