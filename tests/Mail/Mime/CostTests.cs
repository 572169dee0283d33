using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

/// <summary>What a message may cost: memory, not time, which a busy machine makes meaningless.</summary>
public sealed class CostTests
{
    private const long Large = 16L << 20;

    [Fact]
    public void Judging_a_small_message_takes_few_bytes()
    {
        var bytes = Encoding.ASCII.GetBytes(
            "Received: from a by b\r\n\twith c; d\r\nFrom: ann@example.net\r\nTo: bob@example.com\r\nSubject: hello\r\n"
            + "Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nContent-Type: text/plain\r\n\r\n" + new string('x', 1024));
        Judge(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isEmpty = Judge(bytes);

        Assert.False(isEmpty);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2048);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Transfer-Encoding: base64\r\n")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n")]
    public void Memory_does_not_grow_with_the_message(string field)
    {
        using var content = new BlankStream($"{field}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{field}\r\n", Large);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = MimeMessage.Parse(content);
        var isEmpty = message.IsEmptyBody();

        Assert.True(isEmpty);
        Assert.Equal(Large, message.Root.BodyOffset + message.Root.BodyLength);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static bool Judge(byte[] bytes)
    {
        var message = MimeMessage.Parse(bytes);
        return message.IsEmptyBody() || !message.Headers.Contains("Date");
    }

    /// <summary>A header, then blank lines up to a length that nobody would keep in memory.</summary>
    private sealed class BlankStream(string head, long length) : Stream
    {
        private readonly byte[] _head = Encoding.ASCII.GetBytes(head);

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            buffer = buffer[..count];
            buffer.Fill((byte)'\n');
            if (Position < _head.Length)
            {
                var start = _head.AsSpan((int)Position);
                start[..Math.Min(start.Length, count)].CopyTo(buffer);
            }

            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
