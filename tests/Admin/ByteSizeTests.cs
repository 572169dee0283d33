using MsLite.Admin.Components.Controls;

namespace MsLite.Admin.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(10_188, "9.9 KiB")]
    [InlineData(10_189, "10 KiB")]
    [InlineData(52_428_800, "50 MiB")]
    [InlineData(1_048_575, "1.0 MiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void A_size_is_readable(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
