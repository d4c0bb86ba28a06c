//! docs/benchmarks.svg.

use crate::report::{Bound, Limit, Section, Throughput, number};
use anyhow::Result;
use plotters::coord::Shift;
use plotters::prelude::{
    ChartBuilder, Circle, Color as _, DrawingArea, IntoDrawingArea as _, IntoFont as _, IntoLogRange as _, LineSeries,
    PathElement, RGBColor, Rectangle, SVGBackend, Text, WHITE,
};
use plotters::style::TextStyle;

/// Width and height in pixels.
const SIZE: (u32, u32) = (960, 360);

const MEASURED: RGBColor = RGBColor(0x2f, 0x6f, 0xb5);
const LIMIT: RGBColor = RGBColor(0xc0, 0x39, 0x2b);
const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
const INK: RGBColor = RGBColor(0x2b, 0x2b, 0x2b);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws the ratios with their limits, and throughput against runspaces.
pub(crate) fn draw(sections: &[Section]) -> Result<String> {
    let limits = sections.iter().flat_map(|section| &section.limits);
    let ratios: Vec<_> = limits.filter(|limit| limit.unit == "x" && matches!(limit.bound, Bound::AtMost(_))).collect();
    let throughput: Vec<_> = sections.iter().flat_map(|section| section.throughput.iter().copied()).collect();
    let mut picture = String::new();
    let area = SVGBackend::with_string(&mut picture, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (left, right) = area.split_horizontally(SIZE.0 / 2);
    draw_ratios(&left, &ratios)?;
    draw_throughput(&right, &throughput)?;
    area.present()?;
    drop((area, left, right));
    Ok(picture)
}

/// A bar for each ratio, from 0; a red line where its limit is.
fn draw_ratios(area: &Area, ratios: &[&Limit]) -> Result<()> {
    let bound = |limit: &Limit| match limit.bound {
        Bound::AtMost(bound) | Bound::AtLeast(bound) => bound,
    };
    let widest = ratios.iter().map(|limit| limit.figure.max(bound(limit))).fold(1.0, f64::max);
    let rows = f64::from(u32::try_from(ratios.len())?);
    let mut chart = ChartBuilder::on(area)
        .caption("Time taken over the least possible (red: limit)", text(15))
        .margin(12)
        .x_label_area_size(36)
        .build_cartesian_2d(0.0..widest * 1.05, 0.0..rows)?;
    let mut mesh = chart.configure_mesh();
    mesh.disable_y_mesh().disable_y_axis().bold_line_style(GRID).light_line_style(WHITE);
    mesh.label_style(text(12)).x_desc("x").draw()?;
    let mut bottom = rows;
    for limit in ratios {
        bottom -= 1.0;
        let bar = Rectangle::new([(0.0, bottom + 0.15), (limit.figure, bottom + 0.55)], MEASURED.filled());
        let line = vec![(bound(limit), bottom + 0.1), (bound(limit), bottom + 0.6)];
        let label = format!("{}: {}", limit.name, limit.figure());
        chart.draw_series([bar])?;
        chart.draw_series([PathElement::new(line, LIMIT.stroke_width(2))])?;
        chart.draw_series([Text::new(label, (widest * 0.005, bottom + 0.82), text(13))])?;
    }
    Ok(())
}

/// Both axes double from line to line, so that the ideal is a straight line.
fn draw_throughput(area: &Area, throughput: &[Throughput]) -> Result<()> {
    let (most, least, runspaces) = throughput.iter().fold((1.0, f64::INFINITY, 1.0), |(most, least, runspaces), at| {
        (at.ideal.max(most), at.measured.min(least), f64::from(at.runspaces).max(runspaces))
    });
    let mut chart = ChartBuilder::on(area)
        .caption("Calls/s at 20 ms of latency (red: ideal)", text(15))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(52)
        .build_cartesian_2d(
            (1.0..runspaces * 1.1).log_scale().base(2.0),
            (least / 1.2..most * 1.2).log_scale().base(2.0),
        )?;
    let mut mesh = chart.configure_mesh();
    mesh.bold_line_style(GRID).light_line_style(WHITE);
    mesh.label_style(text(12)).x_desc("runspaces at once").x_label_formatter(&|value| number(value.round()));
    mesh.y_label_formatter(&|value| number(value.round())).draw()?;
    let line = |value: fn(&Throughput) -> f64| throughput.iter().map(move |at| (f64::from(at.runspaces), value(at)));
    chart.draw_series(LineSeries::new(line(|at| at.ideal), LIMIT.stroke_width(2)))?;
    chart.draw_series(LineSeries::new(line(|at| at.measured), MEASURED.stroke_width(2)))?;
    chart.draw_series(line(|at| at.measured).map(|point| Circle::new(point, 3, MEASURED.filled())))?;
    Ok(())
}

fn text(size: i32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}
