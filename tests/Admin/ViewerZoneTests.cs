using Microsoft.AspNetCore.Http;

namespace MsLite.Admin.Tests;

public sealed class ViewerZoneTests
{
    [Theory]
    [InlineData("Asia/Tokyo", "Asia/Tokyo")]
    [InlineData("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+12", "Etc/GMT+12")]
    [InlineData("", "UTC")]
    [InlineData("Nowhere/Land", "UTC")]
    [InlineData("../../../etc/passwd", "UTC")]
    [InlineData("/etc/localtime", "UTC")]
    [InlineData("Asia/Tokyo\n", "UTC")]
    [InlineData("a/b/c/d", "UTC")]
    public void A_zone_is_believed_that_the_system_knows_by_that_name(string cookie, string zone)
    {
        var request = new DefaultHttpContext();
        request.Request.Headers.Cookie = $"mslite-zone={Uri.EscapeDataString(cookie)}";

        Assert.Equal(zone, new ViewerZone(new HttpContextAccessor { HttpContext = request }).Zone.Id);
    }

    [Fact]
    public void Without_a_request_it_is_universal_time() => Assert.Equal(TimeZoneInfo.Utc, new ViewerZone(new HttpContextAccessor()).Zone);
}
